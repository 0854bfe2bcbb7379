/**
 * A picture of letters or figures and the field for what it says. There is no API: `content/pictures.ts` finds the pair in the document, or the user
 * shows it by the context menu. The text is read by a service and put into the field; nothing of the page's own is called.
 */
import { keyWhere } from './shared/api.ts';
import { fieldsOfPictures } from './shared/picture-fields.ts';
import type { ProviderFrame, ProviderMeta, ProviderPage } from '../protocol/provider.ts';

export const meta: ProviderMeta = { id: 'image', label: 'Picture captcha', kinds: ['image'] };

const pictures: Record<string, Element> = /* @__PURE__ */ Object.create(null);

export const page: ProviderPage = {
  id: 'image',
  /** Shown by the content side, which has found the pair; from here it goes the way of every widget. */
  seen(kit, picture) {
    let id = keyWhere(kit, pictures, (known) => known === picture);
    if (id === undefined) pictures[(id = `${kit.safe.keys(pictures).length + 1}`)] = picture;
    kit.found({ widget: id }, picture);
  },
  deliver: () => false,
};

export const frame: ProviderFrame = {
  id: 'image',
  traces: 'latchkey-none',
  shown: true,
  fields(_widget, container) {
    const field = container && fieldsOfPictures.get(container);
    return field?.isConnected ? [field] : [];
  },
  kind: () => 'image',
};
