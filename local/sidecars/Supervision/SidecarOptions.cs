namespace Onbehalf.Sidecars.Supervision;

/// <summary>Where a set of sidecars lives and how long it outlives its last app.</summary>
public sealed record SidecarOptions(string Home)
{
    /// <summary>The folder the npm packages are installed in; shared by several homes when given.</summary>
    public string? Packages { get; init; }

    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>False trades durability for speed, and the storage lives in memory alone: for throw-away homes only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The home is deleted when its sidecars stop: for throw-away homes only.</summary>
    public bool RemoveHome { get; init; }

    /// <summary>The command line of <c>supervise</c> that <see cref="Parse"/> reads back.</summary>
    public IEnumerable<string> ToArguments()
    {
        yield return "--home";
        yield return Home;
        if (Packages is not null)
        {
            yield return "--packages";
            yield return Packages;
        }

        yield return "--linger";
        yield return ((int)Linger.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!Durable)
            yield return "--fast";
        if (RemoveHome)
            yield return "--remove-home";
    }

    public static SidecarOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new SidecarOptions("");
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--home" => options with { Home = Path.GetFullPath(arguments[++i]) },
                "--packages" => options with { Packages = Path.GetFullPath(arguments[++i]) },
                "--linger" => options with { Linger = TimeSpan.FromMilliseconds(int.Parse(arguments[++i], System.Globalization.CultureInfo.InvariantCulture)) },
                "--fast" => options with { Durable = false },
                "--remove-home" => options with { RemoveHome = true },
                var unknown => throw new ArgumentException($"Unknown argument {unknown}."),
            };
        }

        return options.Home.Length > 0 ? options : throw new ArgumentException("--home is required.");
    }
}
