import type { Access } from '../../api/shapes';
import { groupedTools, toolName } from '../../text/tools';
import { t } from '../../words/say';

interface Props {
  tools: Access['tools'];
  chosen: string[];
  onChange: (tools: string[]) => void;
}

/** The tools that an automation may use, grouped by purpose. */
export function ToolChoice({ tools, chosen, onChange }: Props) {
  const turn = (tool: string): void => onChange(chosen.includes(tool) ? chosen.filter((one) => one !== tool) : [...chosen, tool]);
  return (
    <>
      {groupedTools(tools).map(([group, inside]) => (
        <div key={group} class="tool-group" role="group" aria-label={t(group)}>
          <span class="tool-group-name">{t(group)}</span>
          {inside.map((tool) => (
            <label key={tool.name} class="check" title={`${tool.description} (${tool.name})`}>
              <input type="checkbox" checked={chosen.includes(tool.name)} onChange={() => turn(tool.name)} />
              {toolName(tool.name)}{tool.effect !== 'read' && <span class="tag warn">{t('changes')}</span>}
            </label>
          ))}
        </div>
      ))}
    </>
  );
}
