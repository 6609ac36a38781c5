import { html } from '/page/html.js';
import { linkOf, town } from '/page/town.js';

/** The vendors' small markdown as elements, never as raw HTML: bold, headings, quotes, lists, tables, links. */
const COLOURS = new Set(['info', 'comment', 'warning']);

const nameOf = (account) =>
  town.people.find(({ wecom, dingtalk }) => wecom === account || dingtalk === account)?.name ?? account;

/** A link of this message, opened as whose phone it is. */
export const link = (message, url, words) =>
  html`<a class="md-link" href=${linkOf(message, url)} target="_blank" rel="noopener" title=${url}>${words}</a>`;

const inline = (text, message) => {
  const parts = [];
  const pattern = /\*\*(.+?)\*\*|<font color="?(\w+)"?>(.*?)<\/font>|\[([^\]]+)\]\((\S+?)\)|<@([^>]+)>/g;
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > last) parts.push(text.slice(last, match.index));
    if (match[1]) parts.push(html`<strong>${match[1]}</strong>`);
    else if (match[2])
      parts.push(html`<span class=${COLOURS.has(match[2]) ? `md-${match[2]}` : ''}>${match[3]}</span>`);
    else if (match[4]) parts.push(link(message, match[5], match[4]));
    else parts.push(html`<span class="mention">@${nameOf(match[6])}</span>`);
    last = match.index + match[0].length;
  }
  parts.push(text.slice(last));
  return parts.map((part) => (typeof part === 'string' ? part.replace(/\\([\\`*_~[\]])/g, '$1') : part));
};

const cells = (line) =>
  line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

const table = (lines, message) =>
  html`<div class="md-wide" tabindex="0" role="group" aria-label="表格"><table class="md-table"><thead><tr>${cells(lines[0]).map((cell) => html`<th scope="col">${inline(cell, message)}</th>`)}</tr></thead><tbody>${lines.slice(2).map((line) => html`<tr>${cells(line).map((cell) => html`<td>${inline(cell, message)}</td>`)}</tr>`)}</tbody></table></div>`;

const line = (text, message) => {
  const heading = /^(#{1,6})\s+(.*)$/.exec(text);
  if (heading) return html`<p class="md-heading">${inline(heading[2], message)}</p>`;
  if (text.startsWith('>')) return html`<blockquote>${inline(text.replace(/^>\s*/, ''), message)}</blockquote>`;
  if (/^[-*]\s+/.test(text)) return html`<p class="md-item">• ${inline(text.replace(/^[-*]\s+/, ''), message)}</p>`;
  return html`<p>${inline(text, message)}</p>`;
};

export const markdown = (text, message) => {
  const lines = text
    .split('\n')
    .map((part) => part.trimEnd())
    .filter((part) => part !== '');
  const blocks = [];
  for (let at = 0; at < lines.length; ) {
    if (lines[at].startsWith('|') && /^\|?\s*:?-/.test(lines[at + 1] ?? '')) {
      const start = at;
      while (at < lines.length && lines[at].startsWith('|')) at += 1;
      blocks.push(table(lines.slice(start, at), message));
    } else {
      blocks.push(line(lines[at], message));
      at += 1;
    }
  }
  return html`<div class="markdown">${blocks}</div>`;
};
