namespace Onbehalf.Sources.Postgres;

/// <summary>SQLSTATE codes by what they mean here (PostgreSQL, appendix A).</summary>
internal static class SqlStates
{
    public const string Cancelled = "57014";
    public const string PermissionDenied = "42501";
    public const string SyntaxError = "42601";

    private static readonly string[] Missing = [PermissionDenied, "42P01", "42703", "42883", "3F000", "42704"];
    private static readonly string[] WordedByTheTwin = ["42703", "42883", "42704"];

    public static bool IsMissing(string state) => Missing.Contains(state, StringComparer.Ordinal);

    /// <summary>Of a twin these speak only of what is visible; the others may still name a schema that is hidden.</summary>
    public static bool IsWordedByTheTwin(string state) => WordedByTheTwin.Contains(state, StringComparer.Ordinal);

    public static bool IsLimit(string state) =>
        state is Cancelled or "55P03" || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal);

    public static bool IsLogin(string state) => state.StartsWith("28", StringComparison.Ordinal) || state is "3D000" or "55000" or "57P01" or "57P02" or "57P03";

    /// <summary>A function's own RAISE, and rules that come back to themselves: nothing that another text would mend.</summary>
    public static bool IsRaisedByRule(string state) => state.StartsWith("P0", StringComparison.Ordinal) || state == "42P17";

    /// <summary>The server knows the login and does not take it: wrong password, no right to connect.</summary>
    public static bool IsIdentity(string state) => state.StartsWith("28", StringComparison.Ordinal) || state == PermissionDenied;

    /// <summary>Data in rows the query may see: division by zero, a cast, malformed JSON.</summary>
    public static bool IsAboutData(string state) => state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("21", StringComparison.Ordinal);
}
