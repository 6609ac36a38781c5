import { isRecord, isTextMap, parseJson } from '../call.ts';
import type { CardChange } from './cardBook.ts';

/**
 * Reads the answer to a card callback strictly. The clicker's own view comes without a userId key.
 * Source: development/event-callback-card.
 * @returns the change to apply, undefined for an empty answer, or a text that says what is wrong
 */
export function readCardAnswer(answer: unknown, clicker: string): CardChange | undefined | string {
  if (answer === null || answer === undefined) return undefined;
  if (!isRecord(answer)) return '应答不是对象';
  const publicMap = readMap(answer.cardData, 'cardData');
  const ownMap = readMap(answer.userPrivateData, 'userPrivateData');
  if (typeof publicMap === 'string') return publicMap;
  if (typeof ownMap === 'string') return ownMap;
  const options = answer.cardUpdateOptions ?? {};
  if (!isRecord(options)) return 'cardUpdateOptions 不是对象';
  if (publicMap === undefined && ownMap === undefined) return undefined;
  return {
    ...(publicMap ? { publicMap } : {}),
    mergePublic: options.updateCardDataByKey === true,
    privateMaps: ownMap ? { [clicker]: ownMap } : {},
    mergePrivate: options.updatePrivateDataByKey === true,
    source: answer,
  };
}

/** The `data` of a stream ack carries the same answer under `response`. */
export function readStreamCardAnswer(data: string, clicker: string): CardChange | undefined | string {
  const parsed = parseJson(data);
  if (!isRecord(parsed)) return 'data 不是 JSON 对象';
  if (!('response' in parsed)) return 'data 里没有 response';
  return readCardAnswer(parsed.response, clicker);
}

function readMap(part: unknown, name: string): Record<string, string> | undefined | string {
  if (part === undefined || part === null) return undefined;
  if (!isRecord(part)) return `${name} 不是对象`;
  const map = part.cardParamMap;
  if (map === undefined || map === null) return undefined;
  return isTextMap(map) ? map : `${name}.cardParamMap 的值须全部是字符串`;
}
