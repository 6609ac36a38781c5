import { html } from '/page/html.js';

/** The vendors' small markdown as elements, never as raw HTML: bold, headings, quotes, lists, tables, links as text. */
const COLOURS = new Set(['info', 'comment', 'warning']);

const inline = (text) => {
  const parts = [];
  const pattern = /\*\*(.+?)\*\*|<font color="?(\w+)"?>(.*?)<\/font>|\[([^\]]+)\]\((\S+?)\)|<@([^>]+)>/g;
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > last) parts.push(text.slice(last, match.index));
    if (match[1]) parts.push(html`<strong>${match[1]}</strong>`);
    else if (match[2])
      parts.push(html`<span class=${COLOURS.has(match[2]) ? `md-${match[2]}` : ''}>${match[3]}</span>`);
    else if (match[4]) parts.push(html`<span class="md-link" title=${match[5]}>${match[4]}</span>`);
    else parts.push(html`<span class="mention">@${match[6]}</span>`);
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

const table = (lines) =>
  html`<table class="md-table"><thead><tr>${cells(lines[0]).map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead><tbody>${lines.slice(2).map((line) => html`<tr>${cells(line).map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`)}</tbody></table>`;

const line = (text) => {
  const heading = /^(#{1,6})\s+(.*)$/.exec(text);
  if (heading) return html`<p class="md-heading">${inline(heading[2])}</p>`;
  if (text.startsWith('>')) return html`<blockquote>${inline(text.replace(/^>\s*/, ''))}</blockquote>`;
  if (/^[-*]\s+/.test(text)) return html`<p class="md-item">• ${inline(text.replace(/^[-*]\s+/, ''))}</p>`;
  return html`<p>${inline(text)}</p>`;
};

export const markdown = (text) => {
  const lines = text
    .split('\n')
    .map((part) => part.trimEnd())
    .filter((part) => part !== '');
  const blocks = [];
  for (let at = 0; at < lines.length; ) {
    if (lines[at].startsWith('|') && /^\|?\s*:?-/.test(lines[at + 1] ?? '')) {
      const start = at;
      while (at < lines.length && lines[at].startsWith('|')) at += 1;
      blocks.push(table(lines.slice(start, at)));
    } else {
      blocks.push(line(lines[at]));
      at += 1;
    }
  }
  return html`<div class="markdown">${blocks}</div>`;
};
