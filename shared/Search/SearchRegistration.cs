using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Search;

public static class SearchRegistration
{
    public static IServiceCollection AddSearch(this IServiceCollection services) => services
        .AddSingleton<PeopleSearch>()
        .AddSingleton<SearchRate>()
        .AddSingleton<MessageSearch>();
}
