import { isRecord, parseJson } from '../call.ts';
import { refuse } from '../refusal.ts';
import { actionCard, type Button, plain, type Shown } from '../shown.ts';

type Param = Record<string, string>;

interface MsgKey {
  /** The keys msgParam must have. */
  needs: readonly string[];
  show(param: Param): Shown;
}

/** msgParam may be this long, in bytes of UTF-8 (development/the-robot-sends-a-group-message). */
const MOST_BYTES = 15_000;

const at = (param: Param, key: string): string => param[key] ?? '';

const numbered = (count: number): MsgKey => {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return {
    needs: ['title', 'text', ...numbers.flatMap((n) => [`actionTitle${n}`, `actionURL${n}`])],
    show: (param) => {
      const buttons: Button[] = numbers.map((n) => ({
        title: at(param, `actionTitle${n}`),
        url: at(param, `actionURL${n}`),
      }));
      return actionCard(at(param, 'text'), buttons);
    },
  };
};

/** The message kinds a robot may send by API, with the keys each needs (development/robot-message-type). */
const MSG_KEYS: Readonly<Record<string, MsgKey>> = {
  sampleText: { needs: ['content'], show: (param) => ({ kind: 'text', text: at(param, 'content') }) },
  sampleMarkdown: { needs: ['title', 'text'], show: (param) => ({ kind: 'markdown', text: plain(at(param, 'text')) }) },
  sampleImageMsg: {
    needs: ['photoURL'],
    show: (param) => ({ kind: 'image', text: '〔图片〕', mediaId: at(param, 'photoURL') }),
  },
  sampleLink: {
    needs: ['text', 'title', 'picUrl', 'messageUrl'],
    show: (param) => ({
      kind: 'card',
      text: [at(param, 'title'), at(param, 'text'), at(param, 'messageUrl')].join('\n'),
    }),
  },
  sampleActionCard: {
    needs: ['title', 'text', 'singleTitle', 'singleURL'],
    show: (param) => actionCard(at(param, 'text'), [{ title: at(param, 'singleTitle'), url: at(param, 'singleURL') }]),
  },
  sampleActionCard2: numbered(2),
  sampleActionCard3: numbered(3),
  sampleActionCard4: numbered(4),
  sampleActionCard5: numbered(5),
  sampleActionCard6: {
    needs: ['title', 'text', 'buttonTitle1', 'buttonUrl1', 'buttonTitle2', 'buttonUrl2'],
    show: (param) =>
      actionCard(at(param, 'text'), [
        { title: at(param, 'buttonTitle1'), url: at(param, 'buttonUrl1') },
        { title: at(param, 'buttonTitle2'), url: at(param, 'buttonUrl2') },
      ]),
  },
  sampleAudio: { needs: ['mediaId', 'duration'], show: () => ({ kind: 'file', text: '〔语音〕' }) },
  sampleFile: {
    needs: ['mediaId', 'fileName', 'fileType'],
    show: (param) => ({
      kind: 'file',
      text: `〔文件〕${at(param, 'fileName')}`,
      mediaId: at(param, 'mediaId'),
    }),
  },
  sampleVideo: {
    needs: ['duration', 'videoMediaId', 'videoType', 'picMediaId'],
    show: () => ({ kind: 'file', text: '〔视频〕' }),
  },
};

/**
 * Checks `msgKey` and `msgParam` of a robot sending and says what people will see.
 * @throws Refusal invalidParameter.msgKey.*, invalidParameter.msgParam.*, miss.param.<key>
 */
export function readMsg(body: Record<string, unknown>): Shown {
  const { msgKey, msgParam } = body;
  if (msgKey === undefined || msgKey === '') throw refuse('invalidParameter.msgKey.empty', 'msgKey不能为空');
  const known = typeof msgKey === 'string' && Object.hasOwn(MSG_KEYS, msgKey) ? MSG_KEYS[msgKey] : undefined;
  if (known === undefined) throw refuse('invalidParameter.msgKey.invalid', '无效的msgKey');
  if (typeof msgParam !== 'string') throw refuse('invalidParameter.msgParam.invalid', 'msgParam须是JSON字符串');
  if (Buffer.byteLength(msgParam) > MOST_BYTES) throw refuse('invalidParameter.msgParam.tooLong', 'msgParam过长');
  const param = parseJson(msgParam);
  if (!isRecord(param)) throw refuse('invalidParameter.msgParam.invalid', 'msgParam须是JSON字符串');
  for (const key of known.needs) {
    if (typeof param[key] !== 'string' || param[key] === '') throw refuse(`miss.param.${key}`, `缺少参数${key}`);
  }
  return known.show(param as Param);
}
