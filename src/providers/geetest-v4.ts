/** GeeTest v4. `page`: MAIN world, `frame`: isolated world. There is no response field: the page asks getValidate(). */
import type { ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace } from '../protocol/provider.ts';
import { createGeetest } from './shared/geetest.ts';

export const meta: ProviderMeta = {
  id: 'geetest-v4',
  label: 'GeeTest v4',
  kinds: ['geetest-v4'],
  scripts: /\.(geetest|geevisit|gsensebot)\.com\/.*(gt4|gcaptcha4)/,
  key: /^[0-9a-f]{32}$/,
  markup: '.geetest_captcha',
};

export const trace: ProviderTrace = { calls: ['initGeetest4'] };

const geetest = /* @__PURE__ */ createGeetest(
  'initGeetest4',
  (kit, id) => {
    const { config, container } = geetest.known[id]!;
    const { captchaId, riskType, product } = config;
    if (typeof captchaId !== 'string') return;
    kit.found(
      {
        widget: id,
        sitekey: captchaId,
        onDemand: product === 'bind',
        params: { riskType: typeof riskType === 'string' ? riskType : undefined },
      },
      container,
    );
  },
  ({ answer = {} }) => ({ ...answer }),
);

export const page: ProviderPage = {
  id: 'geetest-v4',
  scripts: /\/\/[\w.-]*\.(geetest|geevisit|gsensebot)\.com\/(v4\/gt4|.*gcaptcha4)\.js/,
  methods: ['appendTo', 'onSuccess'],
  install: (kit) => kit.loader(),
  call: (kit, call) => geetest.call(kit, call),
  deliver: (kit, id) => geetest.deliver(kit, id),
};

export const frame: ProviderFrame = {
  id: 'geetest-v4',
  // Every widget comes by the API.
  traces: 'latchkey-none',
  fields: () => [],
  kind: () => 'geetest-v4',
};
