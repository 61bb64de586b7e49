import { fileAddress } from '../api/files';
import type { MessageFile } from '../api/shapes';
import { sizeWords } from '../text/size';
import { t } from '../words/say';
import { Icon } from './Icon';

/** The files of a message as downloads. Images also have a preview. */
export function MessageFiles({ files, sent = true }: { files: MessageFile[] | undefined; sent?: boolean }) {
  if (!files?.length) return null;
  return (
    <ul class="files" aria-label={t('Files')}>
      {files.map((file) => (
        <li key={file.id}>
          <a class="file-link" href={sent ? fileAddress(file.id) : undefined} download={file.name} title={t('Download {name}', { name: file.name })}>
            {file.type.startsWith('image/') && <img class="file-image" src={fileAddress(file.id)} alt="" loading="lazy" />}
            <span class="file-chip">
              <Icon name="file" />
              <span class="file-name">{file.name}</span>
              <span class="faint">{sizeWords(file.size)}</span>
              <Icon name="download" />
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
