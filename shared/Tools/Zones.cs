using System.Collections.Frozen;

namespace Onbehalf.Tools;

/// <summary>
/// Law 6: the zone of every source of this deployment. Data goes freely within a zone; a call that could carry it into another waits for
/// its person. A source that nobody declared is in a zone of its own.
/// </summary>
public sealed class Zones
{
    public const string Company = "company";

    private readonly FrozenDictionary<string, string> _zoneOf;

    /// <summary>Throws for a zone that is neither the company's nor named after a source or connection, which may be a misspelt one.</summary>
    public Zones(IEnumerable<ZoneMember> members)
    {
        var all = members.ToArray();
        var known = all.Select(static member => member.Source).Append(Company).ToHashSet(StringComparer.Ordinal);
        if (Array.Find(all, member => !known.Contains(member.Zone)) is { } lost)
            throw new InvalidOperationException($"{lost.Setting}: '{lost.Source}' names the zone '{lost.Zone}', which does not exist. A zone is '{Company}' or the name of a source or connection.");
        _zoneOf = all.ToFrozenDictionary(static member => member.Source, static member => member.Zone, StringComparer.Ordinal);
    }

    /// <summary>A server outside the company is not told even a description of another zone's data without a yes.</summary>
    public bool IsCompany(string source) => Of(source) == Company;

    public bool AreOne(string source, string other) => source == other || Of(source) == Of(other);

    private string Of(string source) => _zoneOf.GetValueOrDefault(source, $"?{source}");
}

/// <summary>Which zone a source, the wiki, memory or a connection is in, and the setting that says so.</summary>
public sealed record ZoneMember(string Source, string Zone = Zones.Company, string Setting = "");
