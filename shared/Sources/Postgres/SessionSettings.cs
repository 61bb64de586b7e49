using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// The settings of a person's connections. They are startup options if the server accepts them, so no query sends them and DISCARD ALL
/// restores them. A connection pooler refuses or drops startup options, so every transaction behind one sets them itself.
/// </summary>
internal sealed class SessionSettings
{
    /// <summary>All rows are fetched, so the planner treats a cursor like a plain query.</summary>
    private static readonly ImmutableArray<(string Name, string Value)> Fixed =
    [
        ("lock_timeout", "500"), ("idle_in_transaction_session_timeout", "10000"), ("standard_conforming_strings", "on"), ("cursor_tuple_fraction", "1.0"),
    ];

    /// <summary>A setting of the app's own. It is present only if the server received the startup options: no login or database sets it.</summary>
    public const string Marker = "onbehalf.session";

    /// <summary>The startup packet is limited to 10,000 bytes in total.</summary>
    private const int MostOptions = 4_000;

    /// <summary>The timeout of a statement over catalogues.</summary>
    private static readonly TimeSpan Own = TimeSpan.FromSeconds(10);

    private readonly TimeSpan? _timeout;
    private readonly TimeSpan _deadline;
    private readonly string _path;

    /// <param name="check">The login's own statement timeout, and whether startup options reached the server.</param>
    /// <param name="deadline">The time limit of a query.</param>
    public SessionSettings(LoginCheck check, TimeSpan deadline)
    {
        _timeout = check.StatementTimeout;
        _deadline = Lower(deadline);
        _path = check.SearchPath();
        var options = Options([(Marker, "on"), .. Fixed, ("statement_timeout", Milliseconds(_deadline)), ("search_path", _path)]);
        StartupOptions = check.TakesOptions && options.Length <= MostOptions ? options : null;
    }

    /// <summary>The options of the first connection, before the login is known.</summary>
    public static string FirstOptions => Options([(Marker, "on"), .. Fixed]);

    /// <summary>The startup options. Null if each transaction sets the settings.</summary>
    public string? StartupOptions { get; }

    /// <summary>Returns the statements after BEGIN for a query under the person's own path.</summary>
    public ImmutableArray<string> Query(QueryLimits limits) => Transaction(limits, _path);

    /// <summary>The person's own search path.</summary>
    public string Path => _path;

    /// <summary>Returns the statements after BEGIN under <paramref name="path"/>. A lower timeout of the login has precedence.</summary>
    public ImmutableArray<string> Transaction(QueryLimits limits, string path)
    {
        var deadline = Lower(limits.Deadline);
        var settings = ImmutableArray.CreateBuilder<string>();
        if (StartupOptions is null)
            settings.AddRange(Fixed.Select(static s => $"SET LOCAL {s.Name} = {s.Value}"));
        if (StartupOptions is null || deadline != _deadline)
            settings.Add($"SET LOCAL statement_timeout = {Milliseconds(deadline)}");
        if (StartupOptions is null || path != _path)
            settings.Add($"SET LOCAL search_path = {path}");
        return settings.ToImmutable();
    }

    /// <summary>
    /// The statement that raises the timeout for catalogue reads. The login's own timeout is meant for questions and can be too short.
    /// </summary>
    public static string OwnTimeout => $"SET LOCAL statement_timeout = {Milliseconds(Own)}";

    /// <summary>
    /// The statement that gives catalogue reads the login's own timeout, if that is longer. Empty behind a pooler, where it is in force already.
    /// </summary>
    public ImmutableArray<string> Catalogue
    {
        get
        {
            var longest = _timeout is { } timeout ? TimeSpan.FromTicks(Math.Max(timeout.Ticks, Own.Ticks)) : TimeSpan.Zero;
            return StartupOptions is null ? [] : [$"SET LOCAL statement_timeout = {Milliseconds(longest)}"];
        }
    }

    private TimeSpan Lower(TimeSpan deadline) => _timeout is { } timeout && timeout < deadline ? timeout : deadline;

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>Formats the startup parameter <c>options</c>: white space and backslashes are escaped by a backslash.</summary>
    private static string Options(IEnumerable<(string Name, string Value)> settings)
    {
        var options = new StringBuilder();
        foreach (var (name, value) in settings)
        {
            options.Append(options.Length == 0 ? "-c " : " -c ").Append(name).Append('=');
            foreach (var letter in value)
                options.Append(letter is '\\' || char.IsWhiteSpace(letter) ? "\\" : "").Append(letter);
        }

        return options.ToString();
    }
}
