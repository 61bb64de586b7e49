using System.Collections.Frozen;
using Onbehalf.Identity;

namespace Onbehalf.Tools;

/// <summary>The tools of this deployment. Visibility is decided per person.</summary>
public sealed class ToolCatalog
{
    private readonly FrozenDictionary<string, ITool> _byName;
    private readonly IPersonalTools[] _personal;

    /// <summary>
    /// Throws when the name of one of the deployment's own tools matches a connection's tool prefix. The connection then needs another id.
    /// </summary>
    public ToolCatalog(IEnumerable<ITool> tools, IEnumerable<IPersonalTools> personal)
    {
        _byName = tools.ToFrozenDictionary(static tool => tool.Name.Value, StringComparer.Ordinal);
        _personal = [.. personal];
        if (_byName.Keys.FirstOrDefault(name => Array.Exists(_personal, one => one.Find(name) is not null)) is { } shared)
            throw new InvalidOperationException(
                $"ONBEHALF_CONNECTIONS has an id that the name of the tool '{shared}' begins with. Give the connection another one.");
    }

    /// <summary>The deployment's own tools, the same for everybody.</summary>
    public IEnumerable<ITool> All => _byName.Values.OrderBy(static tool => tool.Name.Value, StringComparer.Ordinal);

    /// <summary>Returns the tool of this name, the deployment's own first. Null for an unknown name; names come from a model.</summary>
    public ITool? Find(string name) =>
        _byName.GetValueOrDefault(name) ?? _personal.Select(one => one.Find(name)).FirstOrDefault(static tool => tool is not null);

    /// <summary>Returns the tools that a person sees as theirs, without placeholders for connections that they have not made.</summary>
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
