/** The languages that Latchkey speaks, as the folders of public/_locales are named. Pure. */

export const languages = ['en', 'de', 'es', 'fr', 'it', 'ja', 'pt_BR', 'ru', 'zh_CN'] as const;
export type Language = (typeof languages)[number];

/** Each in its own words, for a list that somebody must find their language in. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  ja: '日本語',
  pt_BR: 'Português (Brasil)',
  ru: 'Русский',
  zh_CN: '简体中文',
};

/** `pt-BR`, as `lang` attributes and Intl want it. */
export const tagOf = (language: Language): string => language.replace('_', '-');

/**
 * The language to speak: the one that was chosen, or the nearest to the browser's. Chinese in traditional characters is not near to simplified
 * ones: its readers get English.
 */
export function languageFor(chosen: Language | 'auto', browsers: string): Language {
  if (chosen !== 'auto') return chosen;
  const [main = '', ...rest] = browsers.toLowerCase().split(/[-_]/);
  if (main === 'zh' && rest.some((part) => /^(tw|hk|mo|hant)$/.test(part))) return 'en';
  return languages.find((language) => language.split('_')[0] === main) ?? 'en';
}
