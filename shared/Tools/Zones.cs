using System.Collections.Frozen;

namespace Onbehalf.Tools;

/// <summary>
/// Law 6: the zone of every source of this deployment. Data flows freely within a zone. A call that could send it into another needs a confirmation.
/// A source without a declaration has a zone of its own.
/// </summary>
public sealed class Zones
{
    public const string Company = "company";

    private readonly FrozenDictionary<string, string> _zoneOf;

    /// <summary>
    /// Throws for a zone that is neither the company's nor named after a source or connection, because it may be misspelt. Throws for two members of
    /// one name.
    /// </summary>
    public Zones(IEnumerable<ZoneMember> members)
    {
        var all = members.ToArray();
        var known = all.Select(static member => member.Source).Append(Company).ToHashSet(StringComparer.Ordinal);
        if (Array.Find(all, member => !known.Contains(member.Zone)) is { } lost)
            throw new InvalidOperationException(
                $"{lost.Setting}: '{lost.Source}' names the zone '{lost.Zone}', which does not exist. A zone is '{Company}' or the name of a source or connection."
            );
        if (all.GroupBy(static member => member.Source, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new InvalidOperationException(
                $"{twice.Last().Setting}: '{twice.Key}' is the name of another source, connection or part of this product. Choose another one.");
        _zoneOf = all.ToFrozenDictionary(static member => member.Source, static member => member.Zone, StringComparer.Ordinal);
    }

    public bool Has(string source) => _zoneOf.ContainsKey(source);

    /// <summary>Whether the source is in the company's zone. Outside it, even a description of another zone's data needs a confirmation.</summary>
    public bool IsCompany(string source) => Of(source) == Company;

    public bool AreOne(string source, string other) => source == other || Of(source) == Of(other);

    private string Of(string source) => _zoneOf.GetValueOrDefault(source, $"?{source}");
}

/// <summary>The zone of a source, the wiki, memory or a connection, and the setting that declares it.</summary>
public sealed record ZoneMember(string Source, string Zone = Zones.Company, string Setting = "");
