import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { language } from '../parts/format.ts';
import { en } from './en/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** All texts are in `texts/`; another language is another folder beside `en`. React escapes what is put in. */
export const texts = i18next.createInstance();
void texts.use(initReactI18next).init({
  lng: language,
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});
