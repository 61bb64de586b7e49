import assert from 'node:assert/strict';
import { test } from 'node:test';
import { highlight } from '../src/text/highlight';

const hits = (passage: string, query: string): string[] => highlight(passage, query).filter((part) => part.hit).map((part) => part.text);

test('words of a search are marked where the search finds them', () => {
  for (const [passage, query, found] of [
    ['Our travel policies for hotels', 'policy hotel', ['hotels']],
    ['Travelling by train', 'travel', ['Travelling']],
    ['Der Urlaubsantrag', 'antrag', ['Urlaubsantrag']],
    ['a cat in the catalogue, concatenated', 'cat', ['cat', 'catalogue']],
    ['季度销售报告 华东地区', '销售', ['销售']],
    ['今日は成語しりとりをした', 'しりとり', ['しりとり']],
    ['นโยบายการลาพักร้อน', 'ลาพัก', ['ลาพัก']],
    ['계약서를 서명', '계약서', ['계약서']],
    ['C++, C# and c', 'C++', ['C++']],
    ['C++, C# and c', 'C#', ['C#']],
    ['Travel', 'ｔｒａｖｅｌ', ['Travel']],
    ['a.b*c', '.* ( [ \\', []],
    ['', 'x', []],
    ['x', '', []],
  ] as const) assert.deepEqual(hits(passage, query), found, `${query} in ${passage}`);
});

test('all of the passage is shown', () => {
  for (const query of ['a', '销', '+', 'C++ c#'])
    assert.equal(
      highlight('Ca 销售 C++ c# \ud83d\ude00', query)
        .map((part) => part.text)
        .join(''),
      'Ca 销售 C++ c# \ud83d\ude00',
    );
});
