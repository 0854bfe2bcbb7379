/** Isolated world. Picture -> the field that takes its text, as content/pictures.ts or the user said. */
export const fieldsOfPictures = /* @__PURE__ */ new WeakMap<Element, HTMLElement>();
