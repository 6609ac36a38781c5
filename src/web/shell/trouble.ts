import { useI18n } from 'vue-i18n';
import type { Problem } from '../../http/page/shapes.ts';

/**
 * A refusal in words. What the front desk says is said as it stands; where nothing came back the page says so itself.
 */
export const useTrouble = () => {
  const { t } = useI18n();
  return (problem: Problem): string => {
    if (problem.status === 401) return t('state.expired');
    if (problem.detail) return problem.detail;
    return problem.code === 'offline' ? t('state.offline') : t('state.broken');
  };
};
