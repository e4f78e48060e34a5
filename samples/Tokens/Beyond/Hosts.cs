using Microsoft.Extensions.DependencyInjection;
using StatefulScheduler.Tokens;
using Tokens.Stage;

namespace Tokens.Beyond;

// In an application's services.
internal static class Hosts
{
    public static void Services()
    {
        Environment.SetEnvironmentVariable("TOKEN_SECRET", TokenKey.GenerateSecret()); // Here alone: elsewhere whoever starts the program sets it.
        // <services>
        var services = new ServiceCollection();
        services.AddStatefulTokens(issuer =>
            {
                issuer.Issuer = "https://login.example";
                issuer.Audiences.Add("shop");
            })
            .ConfigureKeys(keys => keys.Keys.Add(new() { Secret = Environment.GetEnvironmentVariable("TOKEN_SECRET") }))
            .AddRefreshTokens<InMemoryRefreshTokenStore>()
            .AddPasswordHashing();
        using var provider = services.BuildServiceProvider();

        var token = provider.GetRequiredService<IAccessTokenIssuer>().Issue("johndoe", "orders:read");
        Console.WriteLine(provider.GetRequiredService<IAccessTokenValidator>().Validate(token.Value));
        // </services>
        Check.That(provider.GetRequiredService<IAccessTokenValidator>().Validate(token.Value).Claims?.Subject == "johndoe", "The services fit together.");
        Environment.SetEnvironmentVariable("TOKEN_SECRET", null);
    }
}
