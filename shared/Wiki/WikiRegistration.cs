using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Evidence;
using Onbehalf.Tools;
using Onbehalf.Wiki.Search;
using Onbehalf.Wiki.Tools;

namespace Onbehalf.Wiki;

public static class WikiRegistration
{
    public static IServiceCollection AddWiki(this IServiceCollection services) => services
        .AddSingleton<WikiSpaces>()
        .AddSingleton<WikiPages>()
        .AddSingleton<IRights, WikiRights>()
        .AddSingleton<WikiSearch>()
        .AddSingleton<Audiences>()
        .AddSingleton<PlannedPages>()
        .AddTool<SearchWiki>()
        .AddTool<ReadPage>()
        .AddTool<ListSpaces>()
        .AddTool<WritePage>();
}
