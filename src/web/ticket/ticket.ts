import { ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Changed, Problem, TicketPage } from '../../http/page/shapes.ts';
import { ticket } from '../door/frontDesk.ts';
import { watchLive } from '../door/live.ts';
import { announce } from '../shell/announce.ts';

/** One ticket as it is now: loaded, loaded again when somebody acts on it, and replaced by what an own action answers. */
export const useTicket = (no: string) => {
  const { t } = useI18n();
  const page = shallowRef<TicketPage>();
  const problem = shallowRef<Problem>();
  /** What somebody else has just changed, in words; empty: nothing. */
  const fresh = ref('');

  /** An answer that was overtaken by a later version is let go. */
  const apply = (next: TicketPage): void => {
    if (!page.value || next.version >= page.value.version) page.value = next;
  };

  const load = async (): Promise<void> => {
    const answer = await ticket(no);
    problem.value = 'problem' in answer ? answer.problem : undefined;
    if ('ok' in answer) apply(answer.ok);
    // What one may no longer read is not left standing.
    else if (answer.problem.status === 403 || answer.problem.status === 404) page.value = undefined;
  };

  const learn = async ({ version }: Changed): Promise<void> => {
    const before = page.value?.version;
    if (before === undefined || (version !== undefined && version <= before)) return;
    await load();
    if (page.value && page.value.version > before) {
      const last = page.value.timeline.reduce((a, b) => (b.seq > a.seq ? b : a));
      fresh.value = t('ticket.updated', { by: last.by, words: last.words });
      announce(fresh.value);
    }
  };
  const { lost } = watchLive(`ticket=${encodeURIComponent(no)}`, learn, load);

  return { page, problem, fresh, lost, load, apply };
};
