/**
 * Lemin cropped captcha. `page`: MAIN world, `frame`: isolated world. The captcha's id is in the script's
 * path, the answer is two values in two fields, "null" until there is one.
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace, Token } from '../protocol/provider.ts';
import { bag } from './shared/widgets.ts';

export const meta: ProviderMeta = {
  id: 'lemin',
  label: 'Lemin',
  kinds: ['lemin'],
  scripts: /\/captcha\/v1\/cropped\//,
  key: /^CROPPED_[0-9a-f]{7}_[0-9a-f]{32}$/,
  markup: '#lemin-cropped-captcha',
};

export const trace: ProviderTrace = { scripts: /CROPPED_/ };

const FIELDS = 'input[name="lemin_answer"],input[name="lemin_challenge_id"]';
/** Captcha id -> host of its script. */
const scripts: Record<string, string> = /* @__PURE__ */ Object.create(null);

const answerOf = ({ token, answer = {} }: Token) => ({ answer: token, challenge_id: answer.challenge_id ?? '' });

function report(kit: PageKit, container: Element | null, rendered: boolean): void {
  const id = kit.safe.keys(scripts)[0];
  if (!id || (rendered && !container)) return;
  kit.found(
    {
      widget: id,
      sitekey: id,
      rendered,
      params: { apiServer: scripts[id]!, divId: (container && kit.safe.attribute(container, 'id')) ?? undefined },
    },
    container,
  );
}

function wrapApi(kit: PageKit): void {
  const api = bag((window as { leminCroppedCaptcha?: unknown }).leminCroppedCaptcha);
  kit.wrap(
    api,
    'getCaptcha',
    (native) =>
      function (this: unknown) {
        const captcha = kit.safe.apply(native, this, arguments);
        kit.quietly(() => {
          const id = kit.safe.keys(scripts)[0];
          if (!id || typeof captcha !== 'object' || captcha === null) return;
          kit.wrap(
            captcha,
            'getCaptchaValue',
            (value) =>
              function (this: unknown) {
                const token = kit.token(id);
                return token ? answerOf(token) : kit.safe.apply(value, this, arguments);
              },
          );
          kit.wrap(
            captcha,
            'resetCaptcha',
            (reset) =>
              function (this: unknown) {
                const result = kit.safe.apply(reset, this, arguments);
                kit.reset(id);
                return result;
              },
          );
        });
        return captcha;
      },
  );
}

export const page: ProviderPage = {
  id: 'lemin',
  scripts: /\/captcha\/v1\/cropped\/CROPPED_[0-9a-f]{7}_[0-9a-f]{32}\/js/,
  install(kit, script) {
    const path = script && kit.safe.exec(/^https?:\/\/([^/]+)\/captcha\/v1\/cropped\/(CROPPED_[^/]+)\//, script.src);
    if (!path) return;
    scripts[path[2]!] = path[1]!;
    kit.loader();
    if (script.state === 'ran') wrapApi(kit);
    else report(kit, kit.safe.byId('lemin-cropped-captcha'), false);
  },
  seen(kit, field) {
    wrapApi(kit);
    const { safe } = kit;
    report(kit, safe.closest(field, '#lemin-cropped-captcha') ?? safe.parent(field), true);
  },
  // The page asks for the value when it sends its form.
  deliver: () => false,
};

export const frame: ProviderFrame = {
  id: 'lemin',
  traces: 'input[name="lemin_answer"]',
  fields: (_widget, container) => [...(container?.querySelectorAll<HTMLElement>(FIELDS) ?? [])],
  kind: () => 'lemin',
  value: (field, token) => (field.getAttribute('name') === 'lemin_answer' ? token.token : answerOf(token).challenge_id),
};
