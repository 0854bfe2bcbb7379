/**
 * Isolated world. What pictures and fields are called: which names are those of captchas, which are those of other things too. The script of every page
 * looks for some of them in its own way (content.iife.ts).
 */

/** Said of captchas alone: in several languages, and by the names of what makes them (Securimage, Discuz, DedeCMS, vBulletin). */
const SURE =
  /[ck]aptch|capcha|securimage|siimage|seccode|vdimgck|imagereg|[?&;]type=hv\b|капч|验证码|驗證碼|画像認証|yanzhengma|(?<![a-z])yzm/i;
/** Said of captchas, of codes by SMS, and of the code on a card. */
const PERHAPS = new RegExp(
  [
    'security[-_]?(image|code)',
    'verif(y|ication)?[-_]?(code|image|img)',
    '(check|valid(ate)?|auth)[-_]?code',
    'confirm[-_]?(image|code)',
    '(?<![a-z])vcode',
    '(?<!(qr|bar)[-_]?)code[-_]?(img|image|pic)',
    '(img|image|pic)[-_]?code',
  ].join('|'),
  'i',
);
/** A provider's own picture. “mathcaptcha” and “secure-captcha” are none. */
const PROVIDERS = /(?<![a-z])(g?re-?captcha|h-?captcha)|turnstile/i;
/** Files that stand beside a captcha. */
const ASIDE = words(
  'logos?|icons?|sprites?|(refresh|reload|audio|play|sound|speaker)(captcha|code|image|img|icon|button|btn)?|throbber|spinner',
);
const PUZZLES = words('slide|slider|puzzle|jigsaw');
const LONGEST = 500;

/** Of a whole word, in names_like_this, names-like-this and namesLikeThis (see `split`). */
export function words(list: string): RegExp {
  return new RegExp(`(?<![a-z])(${list})(?![a-z])`, 'i');
}

/** Puts a line between the words of namesLikeThis. */
export function split(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
}

export function attributesOf(element: Element, ...names: string[]): string {
  return names.map((name) => element.getAttribute(name) ?? '').join(' ');
}

export function isSureName(name: string): boolean {
  return SURE.test(name);
}

export function isName(name: string): boolean {
  return SURE.test(name) || PERHAPS.test(name);
}

/** 2: it is called a captcha. 1: it has a name that captchas and other things have. 0: neither, or it is what stands beside one. */
export function likenessOf(picture: HTMLImageElement): 0 | 1 | 2 {
  const made = isMade(picture);
  const path = /^(data|blob):/.test(picture.src) ? '' : picture.src.replace(/^\w+:\/\/[^/]*/, '').slice(0, LONGEST);
  const names = attributesOf(picture, 'id', 'class', 'name');
  const own = `${path} ${names} ${attributesOf(picture, 'alt', 'title')}`;
  // A picture by a script need not be named itself.
  const around = picture.parentElement && made ? attributesOf(picture.parentElement, 'id', 'class') : '';
  if (PROVIDERS.test(`${own} ${around}`) || PUZZLES.test(split(`${names} ${around}`))) return 0;
  // A captcha can be called “refresh” itself, where a click on it brings another.
  if (ASIDE.test(split(`${path.replace(/\?.*/s, '')} ${made ? '' : names}`))) return 0;
  const all = `${own} ${around}`;
  return isSureName(all) ? 2 : isName(all) ? 1 : 0;
}

const FILE = /\.(png|jpe?g|gif|webp|svg|avif|bmp|ico)$/i;

/** Whether a script makes it, new each time: an illustration is a file. What is renewed by a click is no illustration either. */
export function isMade(picture: HTMLImageElement): boolean {
  if (/^(data|blob):/.test(picture.src) || picture.hasAttribute('onclick')) return true;
  const [, path = '', query = ''] = /^([^?#]*)\??([^#]*)/.exec(picture.src) ?? [];
  // A service that makes files smaller has the file's name in its query.
  if (query.split('&').some((part) => FILE.test(part))) return false;
  return !FILE.test(path) || (query !== '' && !/^(v|ver|version|rev|hash)=/.test(query));
}
