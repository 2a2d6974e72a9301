package septet;

import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** What the shop's index uses of the module analysis-common, which is not published. */
public final class EnglishAnalysis extends Plugin implements AnalysisPlugin {
    @Override
    public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
        return List.of(
            PreConfiguredTokenFilter.singleton("asciifolding", true, ASCIIFoldingFilter::new));
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of("stemmer", (index, environment, name, settings) -> stemmer(name, settings.get("language")));
    }

    private static TokenFilterFactory stemmer(String name, String language) {
        return new AbstractTokenFilterFactory(name) {
            @Override
            public TokenStream create(TokenStream words) {
                return switch (language) {
                    case "english" -> new PorterStemFilter(words);
                    case "possessive_english" -> new EnglishPossessiveFilter(words);
                    default -> throw new IllegalArgumentException("no stemmer for " + language);
                };
            }
        };
    }
}
