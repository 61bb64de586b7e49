import { signal } from '@preact/signals';
import { largestFile, mostFiles } from '../api/files';
import { sizeWords } from '../text/size';
import { t } from '../words/say';
import { notice } from './notices';

interface HeldFile {
  key: number;
  file: File;
}

let last = 0;

/** Files for a question whose thread does not exist yet. They are uploaded when it is sent. */
export class HeldFiles {
  readonly all = signal<HeldFile[]>([]);

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.all.value.length >= mostFiles) return notice(t('A message has at most {n} files.', { n: mostFiles }));
      if (file.size > largestFile)
        notice(t('{name} has {size}. A file has at most {most}.', { name: file.name, size: sizeWords(file.size), most: sizeWords(largestFile) }));
      else this.all.value = [...this.all.value, { key: ++last, file }];
    }
  }

  remove(key: number): void {
    this.all.value = this.all.value.filter((one) => one.key !== key);
  }
}
