namespace Onbehalf.Sidecars.Supervision;

/// <summary>The folder and lifetime of a set of sidecars.</summary>
public sealed record SidecarOptions(string Home)
{
    /// <summary>The folder of the npm packages. Several homes can share it.</summary>
    public string? Packages { get; init; }

    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>False trades durability for speed, with storage in memory. For throw-away homes only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>True deletes the home when its sidecars stop. For throw-away homes only.</summary>
    public bool RemoveHome { get; init; }

    /// <summary>Returns the command line of <c>supervise</c>, which <see cref="Parse"/> reads.</summary>
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
