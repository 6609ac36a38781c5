import { useI18n } from 'vue-i18n';
import type { Form, FormField } from '../../http/page/shapes.ts';

/** Names of commands and fields in the language spoken; what the dictionary lacks stays as the front desk wrote it. */
export const useNames = () => {
  const { t, te } = useI18n();
  const named = (key: string, otherwise: string): string => (te(key) ? t(key) : otherwise);
  return {
    form: ({ action, name }: Pick<Form, 'action' | 'name'>): string => named(`command.${action}`, name),
    field: ({ key, label }: Pick<FormField, 'key' | 'label'>): string => named(`fieldName.${key}`, label),
  };
};
