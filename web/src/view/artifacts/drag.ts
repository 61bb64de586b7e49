import type { RefObject } from 'preact';

const kind = 'application/x-onbehalf-item';

/** Returns the attributes of a draggable element. */
export const dragging = (id: string) => ({
  onDragStart: (event: DragEvent): void => {
    event.dataTransfer?.setData(kind, id);
    const row = (event.target as HTMLElement).closest('[data-item]');
    if (row && event.dataTransfer) {
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setDragImage(row, 12, 12);
    }
  },
});

/** Accepts drops on an element. */
export function useDrop(box: RefObject<HTMLElement | null>, take: (id: string) => void) {
  const over = (isOver: boolean): void => void box.current?.toggleAttribute('data-over', isOver);
  return {
    onDragOver: (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes(kind)) return;
      event.preventDefault();
      over(true);
    },
    onDragLeave: (): void => over(false),
    onDrop: (event: DragEvent): void => {
      const id = event.dataTransfer?.getData(kind);
      over(false);
      if (!id) return;
      event.preventDefault();
      event.stopPropagation();
      take(id);
    },
  };
}
