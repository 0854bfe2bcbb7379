/** Background. What the options page reads, and the settings that it changes (accounts: account-actions.ts). */
import { failureFor } from '../core/error-catalogue.ts';
import { fail, succeed, type Outcome } from '../core/outcome.ts';
import { marked, phrase } from '../core/phrase.ts';
import { parseSettings, type Mode, type SettingsProblem } from '../core/settings.ts';
import { hasLogin, withoutLogin } from '../core/settings-file.ts';
import type { OptionsState } from '../protocol/views.ts';
import type { SolvingService } from '../protocol/service.ts';
import { accountViews } from './balances.ts';
import { addMenus } from './menus.ts';
import { services } from './services.ts';
import type { SettingsStore, Stored } from './settings-store.ts';
import { speaker } from './speaker.ts';
import { tellSettingsChanged } from './tabs.ts';

export async function optionsState(store: SettingsStore): Promise<OptionsState> {
  const [{ settings, fixed, problems, problemSource }, accounts] = await Promise.all([
    store.effective(),
    accountViews(store),
  ]);
  const {
    mode,
    sites,
    budget,
    proofOfWork,
    proxy,
    button,
    events,
    reportResets,
    language,
    kindsOff,
    badge,
    notifications,
  } = settings;
  return {
    accounts,
    services: Object.values(services)
      .sort((a, b) => rank(a) - rank(b) || a.meta.label.localeCompare(b.meta.label))
      .map(({ meta }) => ({
        service: meta.id,
        label: meta.label,
        endpoint: meta.endpoint,
        keyHint: meta.keyHint,
        keysPage: meta.keysPage,
        options: meta.options ?? [],
        note: meta.note,
      })),
    settings: {
      mode,
      sites,
      budget,
      proofOfWork,
      button,
      events,
      reportResets,
      language,
      kindsOff,
      badge,
      notifications,
      ...(proxy === undefined ? {} : { proxy: withoutLogin(proxy) ?? '', proxyLogin: hasLogin(proxy) }),
    },
    fixed,
    problems,
    problemSource,
  };
}

/** Services by name first, protocols that any address may speak after them, what is for tests alone last. */
const rank = ({ meta }: SolvingService): number =>
  meta.solvesTestKeys ? 3 : meta.id === 'custom' ? 2 : meta.id === 'legacy' ? 1 : 0;

export async function changeSettings(store: SettingsStore, change: Record<string, unknown>): Promise<Outcome<null>> {
  if ('accounts' in change) return invalid({ path: 'accounts', message: marked('is changed elsewhere') });
  let problem = undefined as SettingsProblem | undefined;
  await store.change((stored) => {
    const whole = merged(stored, change);
    problem = problemOf(dropEmpty(whole));
    return problem ? stored : (dropEmpty({ ...stored, ...whole }) as Stored);
  });
  if (problem) return invalid(problem);
  await tellChange(store, 'language' in change);
  return succeed(null);
}

/** A page knows only what it drew last: where a setting holds several values, it says which of them change. */
function merged(stored: Stored, change: Record<string, unknown>): Record<string, unknown> {
  const { budget, kindsOff } = change;
  return {
    ...change,
    ...(isObject(budget) ? { budget: { ...stored.budget, ...budget } } : {}),
    ...(isObject(kindsOff) ? { kindsOff: listed(stored.kindsOff ?? [], kindsOff) } : {}),
  };
}

function listed(before: readonly unknown[], { add = [], remove = [] }: Record<string, unknown>): unknown {
  if (!Array.isArray(add) || !Array.isArray(remove)) return null;
  return [...new Set<unknown>([...before, ...(add as unknown[])])].filter((one) => !remove.includes(one));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Tabs hear that something is different; the browser's own menus are in the user's language. */
export async function tellChange(store: SettingsStore, spoken: boolean): Promise<void> {
  if (spoken) await addMenus(await speaker(store));
  await tellSettingsChanged();
}

/** `null` takes the site's own mode away. */
export async function setSiteMode(store: SettingsStore, site: string, mode: Mode | null): Promise<Outcome<null>> {
  const { fixed } = await store.effective();
  const by = fixed['sites'] ?? fixed['mode'];
  if (by)
    return fail(
      failureFor('CONFIG_INVALID', {
        where: by === 'file' ? marked('latchkey.json fixes the mode.') : marked('A policy fixes the mode.'),
      }),
    );
  const problem = mode && problemOf({ sites: { [site]: mode } });
  if (problem) return invalid(problem);
  await store.change((stored) => {
    const { [site]: _before, ...others } = stored.sites ?? {};
    return { ...stored, sites: mode ? { ...others, [site]: mode } : others };
  });
  await tellSettingsChanged();
  return succeed(null);
}

export function problemOf(value: unknown): SettingsProblem | undefined {
  const parsed = parseSettings(value);
  return parsed.ok ? undefined : parsed.problems[0];
}

export function invalid({ path, message, says }: SettingsProblem): Outcome<never> {
  return fail({
    ...failureFor('CONFIG_INVALID'),
    message: `${path} ${message}.`,
    says: phrase('$1 $2.', path, says ?? phrase(message)),
    fix: marked('Correct it and save again.'),
  });
}

/** An emptied field is a setting that is not set. */
export function dropEmpty<T>(values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}
