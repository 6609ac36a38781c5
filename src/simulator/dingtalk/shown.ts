import type { CardAction, Message } from '../town/types.ts';

/** What a person sees of a message: filed as a town message by whoever sends it. */
export interface Shown {
  kind: Message['kind'];
  text: string;
  actions?: CardAction[];
  /** The upload it shows. */
  mediaId?: string;
}

/** A button of an action card as it came in. */
export interface Button {
  title: string;
  url: string;
}

const DTMD = 'dtmd://dingtalkclient/sendMessage?content=';

/**
 * Markdown as a person reads it: the vendor's subset without its marks; links keep their words, pictures become 〔图片〕.
 * Source: development/robot-message-type.
 */
export function plain(markdown: string): string {
  return markdown
    .replaceAll(/!\[([^\]]*)\]\([^)]*\)/g, (_, words: string) => `〔图片${words === '' ? '' : `：${words}`}〕`)
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<\/?(?:font|br)[^>]*>/g, '')
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*(?:#{1,6}\s+|>\s?)/, '')
        .replace(/^\s*[-*]\s+/, '· ')
        .trimEnd(),
    )
    .join('\n')
    .replaceAll(/\*\*([^*]+)\*\*/g, '$1')
    .replaceAll(/(?<![*\w])\*([^*\n]+)\*(?!\w)/g, '$1')
    .replaceAll(/\\([\\`*_{}[\]()#+\-.!>~|@<])/g, '$1')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** The text that pressing a `dtmd://` button sends as the person who presses it; undefined for any other address. */
export function dtmdText(url: string): string | undefined {
  if (!url.startsWith(DTMD)) return undefined;
  try {
    return decodeURIComponent(url.slice(DTMD.length).split('&', 1)[0] ?? '');
  } catch {
    return undefined;
  }
}

/** An action card: `dtmd://` buttons can be pressed, other buttons are links and read as such. */
export function actionCard(text: string, buttons: readonly Button[]): Shown {
  const actions: CardAction[] = [];
  const lines = [plain(text)];
  for (const { title, url } of buttons) {
    const words = dtmdText(url);
    if (words === undefined) lines.push(`${title} ${url}`);
    else actions.push({ action: words, label: title });
  }
  return { kind: 'card', text: lines.filter((line) => line !== '').join('\n'), actions };
}
