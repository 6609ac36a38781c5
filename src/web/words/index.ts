import { createI18n } from 'vue-i18n';
import zhCN from './zh-CN.ts';

/** Chinese first; whoever chose English has it on this device. */
export const LANGUAGES = { 'zh-CN': '中文', en: 'English' } as const;
export type Language = keyof typeof LANGUAGES;
const KEPT = 'language';

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN } as Record<string, typeof zhCN>,
  missingWarn: false,
  fallbackWarn: false,
});

/** Speaks another language from now on, also at the next visit. */
export const speak = async (language: Language): Promise<void> => {
  if (language === 'en') {
    const { default: english } = await import('./en.ts');
    i18n.global.setLocaleMessage('en', english);
  }
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
  localStorage.setItem(KEPT, language);
};

/** The language of the last visit. */
export const speakAsBefore = async (): Promise<void> => {
  if (localStorage.getItem(KEPT) === 'en') await speak('en');
};
