using System.Collections.Frozen;

namespace Onbehalf.Tools;

/// <summary>The effects of all tools by name. It has no instances of the deployment's own tools, so one of them can depend on it.</summary>
public sealed class ToolKinds(IEnumerable<ToolKind> own, IEnumerable<IPersonalTools> personal)
{
    private readonly FrozenDictionary<string, ToolEffect> _own = own.ToFrozenDictionary(static kind => kind.Name.Value, static kind => kind.Effect);
    private readonly IPersonalTools[] _personal = [.. personal];

    /// <summary>Returns null for an unknown name.</summary>
    public ToolEffect? EffectOf(string name) =>
        _own.TryGetValue(name, out var effect) ? effect : _personal.Select(one => one.Find(name)?.Effect).FirstOrDefault(static found => found is not null);
}
