/**
 * Isolated world. Picture captchas: pairs that are likely ones are claimed as captchas and never solved by themselves; and the user can say of any picture
 * that it is one, and then which field is meant.
 */
import { fieldsOfPictures } from '../providers/shared/picture-fields.ts';
import { askForField } from './picture-hint.ts';

const NAMES = /captcha|kaptcha|securimage|siimage|security[-_]?(image|code)|verif(y|ication)?[-_]?(code|image|img)|(check|valid(ate)?|auth)[-_]?code|confirm[-_]?(image|code)|vcode|yzm/i;
/** A provider's own picture, or the picture of a logo. */
const OTHERS = /re-?captcha|hcaptcha|turnstile|logo|icon|sprite/i;
/** What such a field is called, or what is written beside it. */
const FIELD_NAMES = /captcha|code|verif|confirm|letters|characters|figures|digits|answer|security|human/i;
const FIELD_TYPES = /^(text|email|tel|number|search|)$/;
/** CSS pixels. */
const SMALLEST = [30, 12] as const;
const LARGEST = [800, 400] as const;
/** Levels above the picture up to which its field is looked for where there is no form. */
const LEVELS = 5;
const MOST = 20;

export interface Pictures {
  /** Looks for pairs that are likely captchas. */
  look(): void;
  /** The user means the picture with this address: asks for the field, then claims the pair. Null where the user gave up or there is no such picture. */
  choose(url: string): Promise<Element | null>;
  /** The user chose this picture, and it has not been asked for since. */
  isWished(picture: Element): boolean;
  /** The user chose this picture at some time. */
  isChosen(picture: Element): boolean;
}

const nameOf = (element: Element) =>
  ['id', 'class', 'name', 'alt', 'title'].map((name) => element.getAttribute(name) ?? '').join(' ');

const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

function isTakeable(field: Element): field is HTMLInputElement {
  return field instanceof HTMLInputElement && FIELD_TYPES.test(field.type) && !field.disabled && !field.readOnly && isSeen(field);
}

function isLikely(picture: HTMLImageElement): boolean {
  const { width, height } = picture.getBoundingClientRect();
  if (width < SMALLEST[0] || height < SMALLEST[1] || width > LARGEST[0] || height > LARGEST[1] || !isSeen(picture)) return false;
  const path = picture.src.startsWith('data:') ? '' : picture.src.replace(/^\w+:\/\/[^/]*/, '');
  const own = `${path} ${nameOf(picture)}`;
  const around = picture.parentElement ? nameOf(picture.parentElement) : '';
  return !OTHERS.test(own) && (NAMES.test(own) || (picture.src.startsWith('data:') && NAMES.test(around)));
}

/** Words of the field and its label. */
function wordsOf(field: HTMLInputElement): string {
  const labels = [...(field.labels ?? [])].map((label) => label.textContent ?? '');
  return [nameOf(field), field.placeholder, field.getAttribute('aria-label') ?? '', ...labels].join(' ');
}

/** The field that goes with a picture: named so, in the same form or near by. */
function fieldOf(picture: Element): HTMLInputElement | undefined {
  const within: Element[] = [];
  for (let at = picture.parentElement, level = 0; at && at !== document.body && level < LEVELS; at = at.parentElement, level++) within.push(at);
  const form = picture.closest('form');
  for (const place of form && !within.includes(form) ? [...within, form] : within) {
    const named = [...place.querySelectorAll('input')].filter((field) => isTakeable(field) && FIELD_NAMES.test(wordsOf(field)));
    if (named.length) return named.find((field) => NAMES.test(wordsOf(field))) ?? named[0];
  }
  return undefined;
}

/** `show` claims the picture; `renewed`: another one is in its place. */
export function createPictures(show: (picture: Element) => void, renewed: (picture: Element) => void): Pictures {
  const known = new WeakSet<Element>();
  const wished = new WeakSet<Element>();
  const chosen = new WeakSet<Element>();

  function claim(picture: HTMLImageElement, field: HTMLElement): void {
    fieldsOfPictures.set(picture, field);
    if (!known.has(picture)) picture.addEventListener('load', () => renewed(picture));
    known.add(picture);
    show(picture);
  }

  return {
    look() {
      for (const picture of [...document.images].filter(isLikely).slice(0, MOST)) {
        const field = known.has(picture) ? undefined : fieldOf(picture);
        if (field) claim(picture, field);
      }
    },
    async choose(url) {
      const same = [...document.images].filter((picture) => picture.currentSrc === url || picture.src === url);
      const picture = same.find(isSeen) ?? same[0];
      const field = picture && (await askForField(picture, fieldOf(picture), isTakeable));
      if (!field) return null;
      wished.add(picture);
      chosen.add(picture);
      claim(picture, field as HTMLInputElement);
      return picture;
    },
    isWished: (picture) => wished.delete(picture),
    isChosen: (picture) => chosen.has(picture),
  };
}
