using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;

namespace Onbehalf.Tools;

/// <summary>
/// A tool that the model can call. It acts only with a <see cref="Permit"/>, so only as the speaker. Arguments are untrusted: none of them is used as an
/// identity, path, SQL identifier or secret name.
/// </summary>
public interface ITool
{
    ToolName Name { get; }

    /// <summary>The description that the model reads.</summary>
    string Description { get; }

    /// <summary>JSON Schema of the arguments object.</summary>
    BinaryData Parameters { get; }

    ToolEffect Effect { get; }

    /// <summary>Whether the model sees the tool for this person. It is checked again at the call.</summary>
    Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation);

    /// <summary>Returns the audit intent of a call: a source's name and a fixed verb.</summary>
    ToolIntent Describe(JsonElement arguments);

    /// <summary>Returns why a side effect with this evidence is refused before its preview, so it takes no use of a consent. Null to go on.</summary>
    ToolResult? Refuses(ImmutableArray<EvidencePiece> evidence) => null;

    /// <summary>
    /// Returns the card that a person confirms for a side effect. Code draws it from the arguments and the present state. Null for reads.
    /// </summary>
    Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation);

    Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation);
}

public enum ToolEffect
{
    Read,
    SideEffect,
}

/// <summary>
/// <paramref name="Source"/> is the queried source. <paramref name="Shape"/> is a verb of a fixed list, or null. Neither contains text of the
/// arguments, because the model chose it and it can contain data. Relations and columns are added to the audit row from the result.
/// </summary>
public sealed record ToolIntent(string Source, string? Shape)
{
    /// <summary>Whether the arguments are sent to the source. The rule is in README.md of this folder.</summary>
    public bool IsSent { get; init; } = true;

    /// <summary>Whether the preview queries the source with the call's own values.</summary>
    public bool IsPreviewSent { get; init; }
}

/// <summary>A tool for attended turns. It is excluded from the runs that may use every tool that reads.</summary>
internal interface IAttendedTool : IOwnTool;

/// <summary>A tool of the deployment itself. Its kind is known without an instance.</summary>
internal interface IOwnTool : ITool
{
    static abstract ToolKind Kind { get; }
}

/// <summary>Tools that differ per person, because an external server offers them.</summary>
public interface IPersonalTools
{
    /// <summary>
    /// Returns the tool of this name if any person could have it; null otherwise. Name and effect come from the deployment alone. Whether this person
    /// has it is checked at the call.
    /// </summary>
    ITool? Find(string name);

    /// <summary>Returns the tools that the model currently sees for this person.</summary>
    Task<IReadOnlyList<ITool>> OfAsync(Authority authority, CancellationToken cancellation);
}

/// <summary>Placeholder for the tools of a connection that this person has not made yet. Its result names the page to connect on.</summary>
internal interface IPlaceholderTool : ITool;

/// <summary>A tool for runs only, because a person who is present can continue by themselves. The author must have agreed to it by name.</summary>
internal interface IRunTool : IOwnTool;

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

/// <summary>What is the same for everybody and at every call of a tool.</summary>
public sealed record ToolKind(ToolName Name, ToolEffect Effect);

/// <summary>The effects of all tools by name. It has no instances of the deployment's own tools, so one of them can depend on it.</summary>
public sealed class ToolKinds(IEnumerable<ToolKind> own, IEnumerable<IPersonalTools> personal)
{
    private readonly FrozenDictionary<string, ToolEffect> _own = own.ToFrozenDictionary(static kind => kind.Name.Value, static kind => kind.Effect);
    private readonly IPersonalTools[] _personal = [.. personal];

    /// <summary>Returns null for an unknown name.</summary>
    public ToolEffect? EffectOf(string name) =>
        _own.TryGetValue(name, out var effect) ? effect : _personal.Select(one => one.Find(name)?.Effect).FirstOrDefault(static found => found is not null);
}
