/** Isolated world. Which pictures are likely captchas, and which field goes with one. Reads the document and changes nothing. */
import { attributesOf, isMade, isName, isSureName, likenessOf, split, words } from './picture-names.ts';

/** What the field is called, or what is written beside it, where the picture is called a captcha. */
const FIELD_NAMES =
  /code|verif|confirm|letters|characters|figures|digits|answer|security|human|kod|c[oó]digo|codice|код|символ/i;
/** Codes that come another way, in whole words; and what an administrator sets. */
const OTHER_CODES = words(
  'sms|otp|totp|mfa|2fa|cvv|cvc|csc|zip(_?code)?|post(al)?[-_ ]?(code)?|promo|coupon|voucher|gift|discount|referral|invit(e|ation)|phone',
);
const OTHER_CODES_IN_CHINESE = /短信|手机|邮箱|簡訊|手機/;
const SETTINGS = words(
  'length|width|height|size|font|noise|grid|provider|enabled?|(secret|site|api)[-_]?key|expires?|timeout|limit',
);
const SHOWN_TO_EXPLAIN = words('example|sample|screenshot|preview');
const FIELD_TYPES = /^(text|email|tel|number|search|)$/;
/** CSS pixels. */
const SMALLEST = [30, 12] as const;
const LARGEST = [800, 400] as const;
/** Up to this height a picture as wide as it is high is a button. */
const BUTTON = 64;
/** From this height on, what comes without an address is the puzzle of a slider. */
const PUZZLE = 120;
/** A file (no script made it) up to this size can be a captcha in a form whose field has a common name. */
const LINE = [350, 100] as const;
/** Levels above the picture up to which its field is looked for where there is no form. */
const LEVELS = 5;

export const isSeen = (element: Element) =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

export function isTakeable(field: Element): field is HTMLInputElement {
  return (
    field instanceof HTMLInputElement &&
    FIELD_TYPES.test(field.type) &&
    !field.disabled &&
    !field.readOnly &&
    isSeen(field)
  );
}

/** How likely it is one; 0: not enough. */
export function likelihoodOf(picture: HTMLImageElement): number {
  const likeness = likenessOf(picture);
  if (likeness === 0) return 0;
  const { width, height } = picture.getBoundingClientRect();
  if (width < SMALLEST[0] || height < SMALLEST[1] || width > LARGEST[0] || height > LARGEST[1]) return 0;
  // A line of letters is wide: this is a button, or a QR code.
  if (width < height * 1.25 && (height <= BUTTON || likeness < 2)) return 0;
  if (picture.src.startsWith('data:') && height > PUZZLE) return 0;
  const made = isMade(picture);
  if (!made && likeness < 2) return 0;
  const names = split(attributesOf(picture, 'id', 'class', 'name', 'alt', ...(made ? [] : ['src'])));
  if (SHOWN_TO_EXPLAIN.test(names) || isChoice(picture) || !isSeen(picture)) return 0;
  return likeness + (made ? 1 : 0);
}

/** One of several things to choose from. */
function isChoice(picture: HTMLImageElement): boolean {
  const control = picture.closest('label')?.control;
  return control instanceof HTMLInputElement && /^(radio|checkbox)$/.test(control.type);
}

/** Words of the field and its label. */
function wordsOf(field: HTMLInputElement): string {
  const labels = [...(field.labels ?? [])].map((label) => label.textContent ?? '');
  return [attributesOf(field, 'id', 'class', 'name', 'title', 'placeholder', 'aria-label'), ...labels].join(' ');
}

/** What it asks for is something else than the text of a picture. */
function isOther(field: HTMLInputElement): boolean {
  const names = split(attributesOf(field, 'id', 'name'));
  const own = `${names} ${attributesOf(field, 'placeholder', 'aria-label')}`;
  if (OTHER_CODES.test(own) || OTHER_CODES_IN_CHINESE.test(own) || SETTINGS.test(names)) return true;
  if (/one-time-code|\bcc-/.test(attributesOf(field, 'autocomplete'))) return true;
  return field.type === 'number' && (field.form ?? document).querySelectorAll('input[type=number]').length > 1;
}

/** Levels from the picture upwards in which its field can be: to its form, or out of no article where there is none. */
function placesOf(picture: Element): Element[] {
  const places: Element[] = [];
  const form = picture.closest('form');
  const levels = form ? Infinity : LEVELS;
  let at = picture.parentElement;
  while (at && at !== document.body && places.length < levels) {
    places.push(at);
    at = at === form || (!form && at.localName === 'article') ? null : at.parentElement;
  }
  return places;
}

/** The field that goes with a picture: named so, in the same form, or near by where there is no form. */
export function fieldOf(picture: HTMLImageElement): HTMLInputElement | undefined {
  const form = picture.closest('form');
  const { width, height } = picture.getBoundingClientRect();
  const common = isMade(picture) || (form !== null && width <= LINE[0] && height <= LINE[1]);
  for (const place of placesOf(picture)) {
    const fields = [...place.querySelectorAll('input')].filter(
      (field) => field.closest('form') === form && isTakeable(field) && !isOther(field),
    );
    const field =
      fields.find((one) => isSureName(wordsOf(one))) ??
      fields.find((one) => isName(wordsOf(one))) ??
      (common ? fields.find((one) => FIELD_NAMES.test(wordsOf(one))) : undefined);
    if (field) return field;
  }
  return undefined;
}
