using System.Collections.Frozen;
using Onbehalf.Identity;

namespace Onbehalf.Tools;

/// <summary>Every tool of this deployment. Which of them one person's turn may see is asked per person.</summary>
public sealed class ToolCatalog
{
    private readonly FrozenDictionary<string, ITool> _byName;
    private readonly IPersonalTools[] _personal;

    /// <summary>Throws where a name of the deployment's own could be taken for somebody else's tool: the connection has to be called otherwise.</summary>
    public ToolCatalog(IEnumerable<ITool> tools, IEnumerable<IPersonalTools> personal)
    {
        _byName = tools.ToFrozenDictionary(static tool => tool.Name.Value, StringComparer.Ordinal);
        _personal = [.. personal];
        if (_byName.Keys.FirstOrDefault(name => Array.Exists(_personal, one => one.Find(name) is not null)) is { } shared)
            throw new InvalidOperationException($"ONBEHALF_CONNECTIONS has an id that the name of the tool '{shared}' begins with. Give the connection another one.");
    }

    /// <summary>The deployment's own tools: the same for everybody.</summary>
    public IEnumerable<ITool> All => _byName.Values.OrderBy(static tool => tool.Name.Value, StringComparer.Ordinal);

    /// <summary>Null for a name no tool can have; names come from a model. The deployment's own tools come first.</summary>
    public ITool? Find(string name) => _byName.GetValueOrDefault(name) ?? _personal.Select(one => one.Find(name)).FirstOrDefault(static tool => tool is not null);

    /// <summary>What a person is shown as theirs: without the stand-ins for what they have not connected.</summary>
    public async Task<IReadOnlyList<ITool>> ShownToAsync(Authority authority, CancellationToken cancellation) =>
        [.. (await AvailableToAsync(authority, cancellation)).Where(static tool => tool is not IPlaceholderTool)];

    internal static async Task<ITool[]> AvailableAsync(Authority authority, ITool[] tools, CancellationToken cancellation)
    {
        var available = await Task.WhenAll(tools.Select(tool => tool.IsAvailableAsync(authority, cancellation)));
        return [.. tools.Where((_, i) => available[i])];
    }

    public async Task<IReadOnlyList<ITool>> AvailableToAsync(Authority authority, CancellationToken cancellation)
    {
        var tools = All.ToArray();
        var theirs = Task.WhenAll(_personal.Select(one => one.OfAsync(authority, cancellation)));
        return
        [
            .. await AvailableAsync(authority, tools, cancellation),
            .. (await theirs).SelectMany(static one => one).Where(tool => !_byName.ContainsKey(tool.Name.Value)),
        ];
    }
}
