import { SUBMISSIONS, type SubmissionKind } from '../../domain/submission/submission.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { submit } from '../../workflow/submission.ts';
import { type Call, type CommandSpec, type Outcome, text } from '../spec.ts';
import { refusedBy } from '../ticketVerb.ts';

const TITLE_LETTERS = 20;

/** Without a title of its own the first words of the content serve. */
const titleOf = (title: string | undefined, content: string): string =>
  title ?? [...content.replace(/\s+/g, ' ')].slice(0, TITLE_LETTERS).join('');

const hand = async (call: Call, kind: SubmissionKind): Promise<Outcome> => {
  const content = text(call.values, 'content') ?? '';
  const title = titleOf(text(call.values, 'title'), content);
  const answer = await submit(call.scene, kind, { by: call.actor, title, content }, call.at);
  if (isRefusal(answer)) return refusedBy(answer);
  const { name, adopted, source } = SUBMISSIONS[kind];
  return {
    say: answer.decision
      ? `${name} ${answer.id}《${title}》${adopted}。`
      : `已报送${name} ${answer.id}《${title}》，等县热线中心决定（${source.article}）。`,
    changed: [],
    private: true,
  };
};

/** 社情 (R7.4): a department reports a major social condition to the centre. */
export const signal: CommandSpec = {
  name: '社情',
  alias: 'signal',
  help: '向县热线中心上报重大社情民意（第七条）',
  example: '社情 内容:城南片区自来水涨价后一周内来电二十余件，住户准备集体上访',
  who: ['liaison', 'handler', 'deputy', 'principal', 'delegate'],
  tickets: 'none',
  bare: 'content',
  arguments: [
    { key: 'content', name: '内容', kind: 'text', required: true, ask: '社情内容是什么？' },
    { key: 'title', name: '标题', kind: 'text', ask: '标题？' },
  ],
  run: (call) => hand(call, 'signal'),
};

/** 案例 (R2.4): good practice, shared with the other departments once the director agrees. */
export const practice: CommandSpec = {
  name: '案例',
  alias: 'case',
  help: '报送办理成效和经验做法，中心同意后在全县工作群推广（第二条）',
  example: '案例 标题:路灯报修两小时到场 内容:建立路灯台账，值班电工随单出发',
  who: ['liaison', 'handler', 'deputy', 'principal', 'delegate', 'director'],
  tickets: 'none',
  bare: 'content',
  arguments: [
    { key: 'title', name: '标题', kind: 'text', required: true, ask: '案例的标题是什么？' },
    { key: 'content', name: '内容', kind: 'text', required: true, ask: '做法和成效是什么？' },
  ],
  run: (call) => hand(call, 'case'),
};
