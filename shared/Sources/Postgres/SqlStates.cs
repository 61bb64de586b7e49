namespace Onbehalf.Sources.Postgres;

/// <summary>Classifies SQLSTATE codes (PostgreSQL, appendix A) by the cause of a failure and by whether a retry can succeed.</summary>
internal static class SqlStates
{
    private const string Cancelled = "57014";
    private const string IdleTooLong = "25P03";
    private const string TransactionTooLong = "25P04";
    public const string PermissionDenied = "42501";
    public const string NotSupported = "0A000";
    public const string ReadOnly = "25006";
    public const string PoliciesLoop = "42P17";
    public const string Locked = "55P03";

    /// <summary>For a statement: a view or sequence that is not ready. For a login: a database that accepts no connections.</summary>
    public const string NotReady = "55000";

    private const string TooManyConnections = "53300";
    private const string Starting = "57P03";
    private const string Stopping = "57P01";
    private const string Crashed = "57P02";
    private const string NoDatabase = "3D000";
    private const string Rejected = "08004";

    /// <summary>Most errors of a connection pooler have this code.</summary>
    public const string ProtocolViolation = "08P01";

    private const string RefusedByPooler =
        "the database, or a connection pooler before it, refused the request; whoever looks after the source finds the reason in its log";

    private static readonly string[] Missing = [PermissionDenied, "42P01", "42703", "42883", "3F000", "42704"];
    private static readonly string[] WordedByTheTwin = ["42703", "42883", "42704"];

    public static bool IsMissing(string state) => Missing.Contains(state, StringComparer.Ordinal);

    /// <summary>In the twin, these errors mention visible names only. Other errors can still mention a hidden schema.</summary>
    public static bool IsWordedByTheTwin(string state) => WordedByTheTwin.Contains(state, StringComparer.Ordinal);

    /// <summary>A limit on the time: the app's own, or a lower one of the server's administrator.</summary>
    public static bool IsTime(string state) => state is Cancelled or IdleTooLong or TransactionTooLong;

    /// <summary>A limit on the statement's size or time, or on the server's resources.</summary>
    public static bool IsLimit(string state) => IsTime(state) || IsClass(state, "53") || IsClass(state, "54");

    /// <summary>Contention or a restart: a retry of the same statement can succeed. Class 40: a deadlock, or a conflict with others' changes.</summary>
    public static bool IsBusy(string state) => state is Locked or TooManyConnections or Starting or Stopping or Crashed || IsClass(state, "40");

    /// <summary>A failure of the connection or its login, not of the statement.</summary>
    public static bool IsLogin(string state) => IsClass(state, "28") || state is NoDatabase or Stopping or Crashed or Starting or "57P05" or TooManyConnections;

    /// <summary>A function's own RAISE, or recursive rules. No other text would succeed.</summary>
    public static bool IsRaisedByRule(string state) =>
        IsRaisedByRoutine(state) || state == PoliciesLoop || IsClass(state, "23");

    /// <summary>An error that a routine of the database raised, such as an event trigger about a statement that the text does not contain.</summary>
    public static bool IsRaisedByRoutine(string state) => IsClass(state, "P0") || IsClass(state, "2F") || IsClass(state, "38") || IsClass(state, "39");

    /// <summary>A failure of another server that the source reads. Class 08 of a statement comes from the source's own connection to it.</summary>
    public static bool IsFar(string state) => IsClass(state, "08") || IsClass(state, "HV");

    /// <summary>An internal failure of the server, or of its disk.</summary>
    public static bool IsServers(string state) => IsClass(state, "58") || IsClass(state, "XX") || IsClass(state, "F0");

    /// <summary>The server refuses the login: wrong password, no right to connect.</summary>
    public static bool IsIdentity(string state) => IsClass(state, "28") || state == PermissionDenied;

    /// <summary>An error of data in rows that the query may read: division by zero, a cast, malformed JSON.</summary>
    public static bool IsAboutData(string state) => IsClass(state, "22") || IsClass(state, "21");

    private static bool IsClass(string state, string name) => state.StartsWith(name, StringComparison.Ordinal);

    /// <summary>The reason for a refused or lost connection, for the person and the source's administrator. Null: the network, or another reason.</summary>
    public static string? WhyUnreachable(string? state) => state switch
    {
        TooManyConnections => "the database has no free connection for this login now; ask again",
        Starting or Stopping or Crashed => "the database is starting or stopping; ask again",
        NoDatabase => "the database of this source does not exist; whoever looks after the source can mend that",
        NotReady => "the database accepts no connections now; whoever looks after the source can allow them",
        ProtocolViolation or Rejected => RefusedByPooler,
        not null when IsServers(state) => RefusedByPooler,
        _ => null,
    };
}
