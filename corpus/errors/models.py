"""Chat models that cannot answer."""

from typing import ClassVar

from corpus.errors.base import OperationError


class ModelUnavailable(OperationError):
    """The chat model does not answer, or not as it should.

    `name` is the model as it was set. No message holds a key or anything a server sent.
    """

    messages: ClassVar = {
        "package": {
            "en": "The chat model {name} needs a package that is not installed. Run {command} and "
            "start Sibilla again.",
            "it": "Al modello {name} serve un pacchetto che non è installato. Esegui {command} e "
            "riavvia Sibilla.",
        },
        "provider": {
            "en": "SIBILLA_MODEL={name} names no provider Sibilla knows. Write it as "
            "provider:model, for example ollama:qwen3:4b.",
            "it": "SIBILLA_MODEL={name} non indica un fornitore che Sibilla conosca. Scrivilo come "
            "fornitore:modello, per esempio ollama:qwen3:4b.",
        },
        "no-key": {
            "en": "The chat model {name} needs a key. Put it into SIBILLA_MODEL_KEY.",
            "it": "Al modello {name} serve una chiave. Mettila in SIBILLA_MODEL_KEY.",
        },
        "key": {
            "en": "The chat model {name} was refused for its key. Check SIBILLA_MODEL_KEY, and "
            "that the key may use this model.",
            "it": "Il modello {name} ha rifiutato la chiave. Controlla SIBILLA_MODEL_KEY, e che "
            "la chiave valga per questo modello.",
        },
        "unknown": {
            "en": "The server of the chat model does not know {name}. Check SIBILLA_MODEL (with "
            "Ollama, pull the model first) and SIBILLA_MODEL_URL.",
            "it": "Il server dei modelli non conosce {name}. Controlla SIBILLA_MODEL (con Ollama, "
            "scarica prima il modello) e SIBILLA_MODEL_URL.",
        },
        "down": {
            "en": "The server of the chat model {name} cannot be reached. Start it, or check the "
            "network and SIBILLA_MODEL_URL.",
            "it": "Il server del modello {name} non si raggiunge. Avvialo, o controlla la rete e "
            "SIBILLA_MODEL_URL.",
        },
        "slow": {
            "en": "The chat model {name} said nothing for {seconds} seconds. Ask again, choose a "
            "smaller model, or raise SIBILLA_MODEL_TIMEOUT.",
            "it": "Il modello {name} non ha detto nulla per {seconds} secondi. Chiedi di nuovo, "
            "scegli un modello più piccolo o alza SIBILLA_MODEL_TIMEOUT.",
        },
        "broke-off": {
            "en": "The chat model {name} broke off in the middle of its answer. Ask again; if that "
            "goes on, see what its server reports.",
            "it": "Il modello {name} si è interrotto a metà della risposta. Chiedi di nuovo; se "
            "continua, guarda che cosa segnala il suo server.",
        },
        "busy": {
            "en": "The provider of the chat model {name} takes no more questions for now. Wait a "
            "little, or check the account's limits.",
            "it": "Il fornitore del modello {name} per ora non accetta altre domande. Aspetta un "
            "poco, o controlla i limiti dell'account.",
        },
        "server": {
            "en": "The server of the chat model {name} failed ({cause}). Ask again; if that goes "
            "on, see what it reports.",
            "it": "Il server del modello {name} ha avuto un guasto ({cause}). Chiedi di nuovo; se "
            "continua, guarda che cosa segnala.",
        },
        "request": {
            "en": "The chat model {name} refuses Sibilla's request ({cause}). Choose another model "
            "with SIBILLA_MODEL.",
            "it": "Il modello {name} rifiuta la richiesta di Sibilla ({cause}). Scegli un altro "
            "modello con SIBILLA_MODEL.",
        },
        "context": {
            "en": "Question and passages are too long for the chat model {name}. Set "
            "SIBILLA_MODEL_CONTEXT to the tokens that it really takes.",
            "it": "Domanda e passaggi sono troppo lunghi per il modello {name}. Metti in "
            "SIBILLA_MODEL_CONTEXT i token che accetta davvero.",
        },
        "garbage": {
            "en": "What answers for the chat model {name} is no chat model ({cause}). Check "
            "SIBILLA_MODEL_URL; it often ends in /v1.",
            "it": "Quel che risponde al posto del modello {name} non è un modello ({cause}). "
            "Controlla SIBILLA_MODEL_URL; spesso finisce in /v1.",
        },
        "empty": {
            "en": "The chat model {name} answered with nothing. Ask again, or choose another one.",
            "it": "Il modello {name} ha risposto con nulla. Chiedi di nuovo, o scegline un altro.",
        },
    }
