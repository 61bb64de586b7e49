using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;

namespace Onbehalf.Tests.Worker;

/// <summary>The Functions host tries routes in the order of function names, whatever their case, and takes the first that fits.</summary>
public sealed class RouteOrderTests
{
    private static readonly HttpFunction[] All =
    [
        .. from type in typeof(HttpEdge).Assembly.GetTypes()
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where function is not null && trigger is not null
           select new HttpFunction(function.Name, new(trigger.Route ?? function.Name), trigger.Methods, trigger.AuthLevel),
    ];

    internal static IEnumerable<string> Functions => All.Select(static function => function.Name);

    [Fact]
    public void No_route_hides_the_route_of_a_function_with_a_later_name()
    {
        var hidden = Hidden(All);

        Assert.True(All.Length > 50);
        Assert.Empty(hidden);
    }

    [Fact]
    public void The_route_that_takes_every_path_has_the_last_name() =>
        Assert.Equal("{*path}", All.OrderBy(static f => f.Name, StringComparer.OrdinalIgnoreCase).Last().Route.Text);

    [Fact]
    public void Nothing_but_the_edge_decides_who_may_call() =>
        Assert.Empty(All.Where(static f => f.Level is not AuthorizationLevel.Anonymous).Select(static f => f.Name));

    [Theory]
    [InlineData("api/runs/{id}", "api/runs/mine", true)]
    [InlineData("api/runs/mine", "api/runs/{id}", false)]
    [InlineData("api/runs/{id}", "API/Runs/{other}", true)]
    [InlineData("api/runs/{id}", "api/runs/{id}/stop", false)]
    [InlineData("api/{kind}/new", "api/runs/{id}", true)]
    [InlineData("{*path}", "api/runs", true)]
    [InlineData("api/{*rest}", "api/runs/{id}", true)]
    [InlineData("api/{*rest}", "auth/callback", false)]
    [InlineData("api/runs/{id?}", "api/runs", true)]
    [InlineData("api/runs", "api/runs/{id?}", false)]
    [InlineData("api/runs/{id:int}", "api/runs/mine", false)]
    [InlineData("api/runs/{id:int}", "api/runs/7", true)]
    [InlineData("api/runs/{id:int}", "api/runs/{id}", false)]
    [InlineData("api/runs/{id}", "api/runs/{id:int}", true)]
    [InlineData("api/files/{name}.json", "api/files/all.json", true)]
    public void A_route_hides_what_it_takes_of_another_unless_it_is_the_narrower_one(string earlier, string later, bool hides) =>
        Assert.Equal(hides, Hidden([Get("A", earlier), Get("B", later)]).Length == 1);

    [Fact]
    public void Routes_of_different_methods_hide_nothing_of_each_other()
    {
        var post = Get("A", "api/{*rest}") with { Methods = ["post"] };
        var any = Get("A", "api/{*rest}") with { Methods = null };

        Assert.Empty(Hidden([post, Get("B", "api/runs")]));
        Assert.Single(Hidden([any, Get("B", "api/runs")]));
    }

    private static string[] Hidden(IReadOnlyCollection<HttpFunction> functions)
    {
        var order = functions.OrderBy(static f => f.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        return
        [
            .. from pair in order.SelectMany((earlier, i) => order.Skip(i + 1).Select(later => (Earlier: earlier, Later: later)))
               where pair.Earlier.SharesMethod(pair.Later) && pair.Earlier.Route.Hides(pair.Later.Route)
               select $"{pair.Earlier.Name} ({pair.Earlier.Route.Text}) hides {pair.Later.Name} ({pair.Later.Route.Text})",
        ];
    }

    private static HttpFunction Get(string name, string route) => new(name, new(route), ["get"], AuthorizationLevel.Anonymous);

    private sealed record HttpFunction(string Name, RouteShape Route, string[]? Methods, AuthorizationLevel Level)
    {
        public bool SharesMethod(HttpFunction other) =>
            Methods is null || other.Methods is null || Methods.Intersect(other.Methods, StringComparer.OrdinalIgnoreCase).Any();
    }
}
