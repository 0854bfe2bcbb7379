/**
 * Isolated world. Response fields by their ids, all of them where a page has one id several times. One query per id: browsers keep elements by id, while
 * a list of selectors makes them look at every element of the page.
 */
export function fieldsWithIds(root: ParentNode, ...ids: string[]): HTMLElement[] {
  return ids.flatMap((id) => [...root.querySelectorAll<HTMLElement>(`#${CSS.escape(id)}`)]);
}
