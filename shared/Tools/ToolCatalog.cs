using System.Collections.Frozen;
using Onbehalf.Identity;

namespace Onbehalf.Tools;

/// <summary>Every tool of this deployment. Which of them one person's turn may see is asked per person.</summary>
public sealed class ToolCatalog(IEnumerable<ITool> tools)
{
    private readonly FrozenDictionary<string, ITool> _byName = tools.ToFrozenDictionary(static tool => tool.Name.Value, StringComparer.Ordinal);

    public IEnumerable<ITool> All => _byName.Values.OrderBy(static tool => tool.Name.Value, StringComparer.Ordinal);

    /// <summary>Null for a name no tool has; names come from a model.</summary>
    public ITool? Find(string name) => _byName.GetValueOrDefault(name);

    public async Task<IReadOnlyList<ITool>> AvailableToAsync(Authority authority, CancellationToken cancellation)
    {
        var tools = All.ToArray();
        var available = await Task.WhenAll(tools.Select(tool => tool.IsAvailableAsync(authority, cancellation))).ConfigureAwait(false);
        return [.. tools.Where((_, i) => available[i])];
    }
}
