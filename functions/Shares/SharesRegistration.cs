using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Functions.Shares;

internal static class SharesRegistration
{
    public static IServiceCollection AddShares(this IServiceCollection services) => services.AddSingleton<OwnAnswers>();
}
