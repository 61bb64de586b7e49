using Onbehalf.Delegation.Connections;

namespace Onbehalf.Mcp;

/// <summary>The name of a server's tool for the model: <c>{connection}_{tool}</c>. Ambiguous names refer to no tool.</summary>
internal static class McpName
{
    public const string Connect = "connect";

    private const int Longest = 64;

    public static string Prefix(Connection connection) => $"{connection.Id.Value.Replace('-', '_')}_";

    /// <summary>Returns the connection that a tool name refers to, or null.</summary>
    public static Connection? Owner(ConnectionCatalog catalog, string name) =>
        IsAllowed(name)
            ? catalog.All.FirstOrDefault(connection =>
                connection.IsMcp && name.StartsWith(Prefix(connection), StringComparison.Ordinal) && name.Length > Prefix(connection).Length)
            : null;

    /// <summary>Null for an invalid name.</summary>
    public static string? Of(Connection connection, string tool)
    {
        var name = Prefix(connection) + tool.ToLowerInvariant().Replace('-', '_').Replace('.', '_').Replace('/', '_');
        return tool.Length > 0 && name.Length <= Longest && IsAllowed(name) ? name : null;
    }

    public static bool IsAllowed(string name) =>
        name.Length is > 0 and <= Longest && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
