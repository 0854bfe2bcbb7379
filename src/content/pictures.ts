/**
 * Isolated world. Picture captchas: pairs that are likely ones are claimed as captchas and never solved by themselves; and the user can say of any picture
 * that it is one, and then which field is meant.
 */
import { fieldsOfPictures } from '../providers/shared/picture-fields.ts';
import { askForField } from './picture-hint.ts';
import { fieldOf, isSeen, isTakeable, likelihoodOf } from './picture-rules.ts';

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

/** `show` claims the picture; `renewed`: another one is in its place. */
export function createPictures(show: (picture: Element) => void, renewed: (picture: Element) => void): Pictures {
  const known = new WeakSet<Element>();
  /** Field -> the picture it is for. */
  const owners = new WeakMap<Element, Element>();
  const wished = new WeakSet<Element>();
  const chosen = new WeakSet<Element>();

  function claim(picture: HTMLImageElement, field: HTMLElement): void {
    fieldsOfPictures.set(picture, field);
    owners.set(field, picture);
    if (!known.has(picture)) picture.addEventListener('load', () => renewed(picture));
    known.add(picture);
    show(picture);
  }

  function isTaken(field: Element): boolean {
    const owner = owners.get(field);
    return owner !== undefined && owner.isConnected && isSeen(owner);
  }

  return {
    look() {
      const likely = [...document.images]
        .map((picture) => ({ picture, likelihood: likelihoodOf(picture) }))
        .filter(({ likelihood }) => likelihood > 0);
      // One picture for a field: the likeliest.
      for (const { picture } of likely.sort((a, b) => b.likelihood - a.likelihood).slice(0, MOST)) {
        const field = known.has(picture) ? undefined : fieldOf(picture);
        if (field && !isTaken(field)) claim(picture, field);
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
