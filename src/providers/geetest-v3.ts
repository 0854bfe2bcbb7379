/**
 * GeeTest v3. `page`: MAIN world, `frame`: isolated world. The challenge is good for one solve: after one the
 * page has to fetch another, and starts anew.
 */
import type { ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace, Token } from '../protocol/provider.ts';
import { createGeetest } from './shared/geetest.ts';

export const meta: ProviderMeta = {
  id: 'geetest-v3',
  label: 'GeeTest v3',
  kinds: ['geetest-v3'],
  scripts: /\.(geetest|geevisit|gsensebot)\.com\/(static|get)/,
  key: /^[0-9a-f]{32}$/,
  markup: '.geetest_holder,.geetest_btn',
};

export const trace: ProviderTrace = { scripts: /geetest/, calls: ['initGeetest'] };

const FIELDS = 'input[name="geetest_challenge"],input[name="geetest_validate"],input[name="geetest_seccode"]';

const answerOf = ({ token, answer = {} }: Token) => ({
  geetest_challenge: answer.geetest_challenge ?? '',
  geetest_validate: token,
  geetest_seccode: answer.geetest_seccode ?? `${token}|jordan`,
});

const geetest = /* @__PURE__ */ createGeetest(
  'initGeetest',
  (kit, id) => {
    const { config, container, form } = geetest.known[id]!;
    const { gt, challenge, product, api_server: apiServer } = config;
    if (typeof gt !== 'string' || typeof challenge !== 'string') return;
    kit.found(
      {
        widget: id,
        sitekey: gt,
        onDemand: product === 'bind',
        params: { challenge, apiServer: typeof apiServer === 'string' ? apiServer : undefined },
      },
      container ?? form,
    );
  },
  answerOf,
);

export const page: ProviderPage = {
  id: 'geetest-v3',
  scripts: /\/\/[\w.-]*\.(geetest|geevisit|gsensebot)\.com\/(static\/tools\/gt|gettype|get)\b/,
  methods: ['appendTo', 'bindForm', 'onSuccess'],
  install: (kit) => kit.loader(),
  call: (kit, call) => geetest.call(kit, call),
  deliver: (kit, id) => geetest.deliver(kit, id),
};

export const frame: ProviderFrame = {
  id: 'geetest-v3',
  traces: 'input[name="geetest_validate"]',
  fields: (_widget, container) => [...(container?.querySelectorAll<HTMLElement>(FIELDS) ?? [])],
  kind: () => 'geetest-v3',
  value: (field, token) =>
    answerOf(token)[field.getAttribute('name') as keyof ReturnType<typeof answerOf>] ?? token.token,
};
