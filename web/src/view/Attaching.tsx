import { useEffect, useRef, useState } from 'preact/hooks';
import { acceptedFiles } from '../api/files';
import type { Attachments } from '../state/attachments';
import { sizeWords } from '../text/size';
import { t } from '../words/say';
import { Icon } from './Icon';

/** The receiver of chosen, dropped and pasted files. */
interface Taker {
  add(files: Iterable<File>): void;
}

/** A button that opens the browser's file picker. */
export function AttachButton({ files }: { files: Taker }) {
  const field = useRef<HTMLInputElement>(null);
  const chosen = (): void => {
    if (!field.current?.files) return;
    files.add(field.current.files);
    // Reset, so that the same file can be chosen again.
    field.current.value = '';
  };
  return (
    <>
      <input ref={field} type="file" multiple hidden accept={acceptedFiles} onChange={chosen} />
      <button
        type="button"
        class="quiet icon-only attach"
        aria-label={t('Attach files')}
        title={t('Attach files: CSV, text, PDF, images')}
        onClick={() => field.current?.click()}
      >
        <Icon name="clip" />
      </button>
    </>
  );
}

/** The files of the next message, with their progress or the reason of a rejection. */
export function Attaching({ files }: { files: Attachments }) {
  const all = files.all.value;
  if (!all.length) return null;
  return (
    <ul class="files attaching" aria-label={t('Files of this message')}>
      {all.map((one) => (
        <li key={one.key} class={`file-chip${one.problem ? ' refused' : ''}`}>
          <Icon name={one.problem ? 'warn' : 'file'} />
          <span class="file-name">{one.name}</span>
          {one.problem ? (
            <span class="file-problem" role="alert">
              {one.problem}
            </span>
          ) : one.file?.note ? (
            <span class="file-note" role="status">
              {one.file.note}
            </span>
          ) : one.file ? (
            <span class="faint">{sizeWords(one.size)}</span>
          ) : (
            <progress aria-label={t('Attaching {name}', { name: one.name })} value={one.share} max={1} />
          )}
          <button
            type="button"
            class="quiet icon-only"
            aria-label={t('Remove {name}', { name: one.name })}
            title={t('Remove')}
            onClick={() => files.remove(one.key)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Accepts files dropped anywhere on the page. Otherwise the browser would navigate to the file. */
export function useDropped(files: Taker): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const drag = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(event.type === 'dragover');
    };
    const left = (event: DragEvent): void => {
      if (!event.relatedTarget) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      drag(event);
      if (hasFiles(event)) files.add(event.dataTransfer!.files);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', left);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', left);
      removeEventListener('drop', drop);
    };
  }, [files]);
  return over;
}

/** Accepts pasted files such as a screenshot. Copied text with an image of itself counts as text. */
export function pasteFiles(event: ClipboardEvent, files: Taker): boolean {
  const copied = event.clipboardData;
  if (!copied?.files.length || copied.getData('text/plain')) return false;
  event.preventDefault();
  files.add(copied.files);
  return true;
}
