import type { HeldFiles } from '../../state/heldFiles';
import { sizeWords } from '../../text/size';
import { t } from '../../words/say';
import { Icon } from '../Icon';

/** The files for a question before it is sent. */
export function AskFiles({ files }: { files: HeldFiles }) {
  if (!files.all.value.length) return null;
  return (
    <ul class="files attaching" aria-label={t('Files of this question')}>
      {files.all.value.map(({ key, file }) => (
        <li key={key} class="file-chip">
          <Icon name="file" />
          <span class="file-name">{file.name}</span>
          <span class="faint">{sizeWords(file.size)}</span>
          <button
            type="button"
            class="quiet icon-only"
            aria-label={t('Remove {name}', { name: file.name })}
            title={t('Remove')}
            onClick={() => files.remove(key)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
