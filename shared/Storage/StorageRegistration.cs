using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Storage;

public static class StorageRegistration
{
    public static IServiceCollection AddTables(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(_ => new Tables(configuration));
}
