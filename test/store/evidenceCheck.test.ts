import { describe, expect, test } from 'vitest';
import { checkEvidence, LARGEST_EVIDENCE } from '../../src/store/evidenceCheck.ts';
import { photo } from '../photo.ts';

describe('what may be kept as evidence (R1.4)', () => {
  test('the place where a photo was made is taken out before it is kept', async () => {
    const checked = await checkEvidence(photo());
    if ('problem' in checked) throw new Error(checked.problem);
    expect(checked.type).toBe('image/jpeg');
    expect(checked.bytes.includes('GPSLatitude')).toBe(false);
    expect(checked.size).toBe(checked.bytes.length);
  });

  test('a county that wants the place as evidence keeps it', async () => {
    const checked = await checkEvidence(photo(), true);
    expect('bytes' in checked && checked.bytes.includes('GPSLatitude')).toBe(true);
  });

  test('a video keeps its length and loses its place', async () => {
    const video = Buffer.concat([
      Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex'),
      Buffer.from('\0\0\0\u001e\u00a9xyz\0\u0012\u0015\u00c7+26.3312+116.3345/', 'latin1'),
      Buffer.from('\0\0\0\u0010loci\0\0\0\0\u0001\u0002\u0003\u0004', 'latin1'),
    ]);
    const checked = await checkEvidence(video);
    if ('problem' in checked) throw new Error(checked.problem);
    expect(checked.bytes).toHaveLength(video.length);
    expect(checked.bytes.toString('latin1')).toContain('+00.0000+000.0000/');
    expect(checked.bytes.toString('latin1')).not.toMatch(/loci|26\.33/);
  });

  test('an Apple photo whose place cannot be taken out is sent back, with what to do', async () => {
    const heic = Buffer.from('000000186674797068656963000000006d69663168656963', 'hex');
    expect(await checkEvidence(heic)).toEqual({ problem: expect.stringContaining('转成 JPG') });
    expect(await checkEvidence(heic, true)).toMatchObject({ type: 'image/heic' });
  });

  test.each([
    ['a program', Buffer.from('MZ\u0090\0\u0003\0\0\0'), '不能作为佐证'],
    ['a page', Buffer.from('<html><script>alert(1)</script></html>'), '不能作为佐证'],
    ['nothing', Buffer.alloc(0), '不能作为佐证'],
    ['too much', Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(LARGEST_EVIDENCE)]), '超过 20 MB'],
  ])('%s is refused in one sentence', async (_name, bytes, words) => {
    expect(await checkEvidence(bytes)).toEqual({ problem: expect.stringContaining(words) });
  });
});
