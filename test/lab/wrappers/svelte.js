/*
 * Latchkey lab: a page of Svelte with the real wrapper of Turnstile. Page world; built by wrappers.ts. What the wrapper tells its component is
 * shown in an <output>.
 */
import { mount } from 'svelte';
import { Turnstile } from 'svelte-turnstile';

const root = document.getElementById('root');
const shown = Object.assign(document.createElement('output'), { id: 'cf' });
root.append(shown);
const tell = ({ token }) => {
  shown.textContent = token;
};
mount(Turnstile, {
  target: root,
  props: { siteKey: window.keys.cf, action: 'sign-up' },
  events: { callback: ({ detail }) => tell(detail) },
});
