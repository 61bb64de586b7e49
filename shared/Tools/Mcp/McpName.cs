using Onbehalf.Delegation.Connections;

namespace Onbehalf.Tools.Mcp;

/// <summary><c>{connection}_{tool}</c>: a server's tool as the model names it. Names that become the same are nobody's.</summary>
internal static class McpName
{
    public const string Connect = "connect";

    private const int Longest = 64;

    public static string Prefix(Connection connection) => $"{connection.Id.Value.Replace('-', '_')}_";

    /// <summary>Null for a name that cannot be one of ours.</summary>
    public static string? Of(Connection connection, string tool)
    {
        var name = Prefix(connection) + tool.ToLowerInvariant().Replace('-', '_').Replace('.', '_').Replace('/', '_');
        return tool.Length > 0 && name.Length <= Longest && IsAllowed(name) ? name : null;
    }

    public static bool IsAllowed(string name) => name.Length is > 0 and <= Longest && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
