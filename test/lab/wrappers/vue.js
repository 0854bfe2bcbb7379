/*
 * Latchkey lab: a page of Vue 3 with the real wrapper of reCAPTCHA v2. Page world; built by wrappers.ts. What the wrapper tells its component is
 * shown in an <output>.
 */
import { createApp, h, ref } from 'vue';
import { VueRecaptcha } from 'vue-recaptcha';

createApp({
  setup() {
    const token = ref('');
    const verified = (value) => {
      token.value = value;
    };
    return () => [
      h(VueRecaptcha, { sitekey: window.keys.v2, onVerify: verified }),
      h('output', { id: 'v2' }, token.value),
    ];
  },
}).mount('#root');
