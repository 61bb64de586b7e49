using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity;

namespace Onbehalf.Delegation.Connections;

/// <summary>The connections that people can make. Empty without <c>ONBEHALF_CONNECTIONS</c>.</summary>
internal sealed class ConnectionCatalog(ImmutableArray<Connection> connections)
{
    private readonly FrozenDictionary<string, Connection> _byId = connections.ToFrozenDictionary(
        static connection => connection.Id.Value, StringComparer.Ordinal);

    public ImmutableArray<Connection> All => connections;

    public Connection? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Reads the setting; throws on any mistake, so that the app does not start.</summary>
    public static ConnectionCatalog Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return new([]);
        try
        {
            var all = (JsonSerializer.Deserialize<ConnectionSetting[]>(json, SettingJson.Strict) ?? [])
                .Select(static setting => new Connection(setting))
                .ToImmutableArray();
            return all.GroupBy(static one => one.Id).FirstOrDefault(static same => same.Count() > 1) is { Key: var twice }
                ? throw new InvalidOperationException($"ONBEHALF_CONNECTIONS names '{twice}' twice.")
                : new(all);
        }
        catch (JsonException wrong)
        {
            // The text holds client secrets: only the place of the mistake is told.
            throw new InvalidOperationException(
                $"ONBEHALF_CONNECTIONS is not a valid list of connections (at {wrong.Path ?? "its start"}). A key or token shared by everybody is no member of it: each person connects as themselves."
            );
        }
    }
}
